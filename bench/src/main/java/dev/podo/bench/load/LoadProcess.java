package dev.podo.bench.load;

import dev.podo.apiserver.pki.Pki;
import dev.podo.bench.report.Samples;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The load client, from the side of who measures: a process that is the cluster's administrator.
public final class LoadProcess implements AutoCloseable {
  private final Process process;
  private final DataInputStream answers;
  private final Map<Operation, AtomicLong> numbering = new EnumMap<>(Operation.class);

  private LoadProcess(Process process) {
    this.process = process;
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  /// @param directory for its certificates and what it says
  public static LoadProcess start(Pki pki, int port, int connections, Path directory)
      throws IOException {
    return new LoadProcess(
        ClientProcess.start(
            LoadClient.class, pki, port, directory, List.of(Integer.toString(connections))));
  }

  /// So many clients, each without pause.
  public Clients.Outcome run(Operation operation, int clients, Duration time) throws IOException {
    return run(operation, clients, time, 0);
  }

  /// How many objects were created so far, and not deleted.
  public long objects() {
    return done(Operation.CREATE).get() - done(Operation.DELETE).get();
  }

  private AtomicLong done(Operation operation) {
    return numbering.computeIfAbsent(operation, o -> new AtomicLong());
  }

  /// Creations at a steady pace.
  public Clients.Outcome steadily(int perSecond, int atMostUnderWay, Duration time)
      throws IOException {
    return run(Operation.CREATE, atMostUnderWay, time, perSecond);
  }

  private Clients.Outcome run(Operation operation, int clients, Duration time, int perSecond)
      throws IOException {
    var done = done(operation);
    var created = done(Operation.CREATE).get();
    if (operation.needsObject() && objects() == 0) {
      throw new IOException("there is no object for " + operation);
    }
    var run = new LoadRun(operation, clients, time, perSecond, done.get(), created);
    var out = process.getOutputStream();
    out.write((run.line() + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    try {
      var took = Duration.ofNanos(answers.readLong());
      int failed = answers.readInt();
      var samples = new Samples();
      for (int left = answers.readInt(); left > 0; left--) {
        samples.add(answers.readLong());
      }
      done.addAndGet(samples.count());
      if (failed > 0) {
        throw new IOException(
            failed + " of " + samples.count() + " requests were refused: " + operation);
      }
      return new Clients.Outcome(took, samples);
    } catch (EOFException e) {
      throw new IOException("the load client has ended", e);
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
    process.onExit().join();
  }
}
