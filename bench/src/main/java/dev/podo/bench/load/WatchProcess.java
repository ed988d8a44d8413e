package dev.podo.bench.load;

import dev.podo.apiserver.pki.Pki;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The process that watches, from the side of who measures.
public final class WatchProcess implements AutoCloseable {
  private final Process process;
  private final DataInputStream answers;

  private WatchProcess(Process process) {
    this.process = process;
    this.answers = new DataInputStream(process.getInputStream());
  }

  /// What is to be watched.
  ///
  /// @param each so many watches on each connection
  /// @param path as in a URL
  public record Watching(int connections, int each, String path) {}

  /// Returns when all watches are open.
  ///
  /// @param directory for its certificates and what it says
  public static WatchProcess start(Pki pki, int port, Watching watching, Path directory)
      throws IOException {
    var more =
        List.of(
            Integer.toString(watching.connections()),
            Integer.toString(watching.each()),
            watching.path());
    var started =
        new WatchProcess(ClientProcess.start(WatchClient.class, pki, port, directory, more));
    started.read();
    return started;
  }

  private long read() throws IOException {
    try {
      return answers.readLong();
    } catch (EOFException e) {
      throw new IOException("the watching client has ended", e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /// What has come on all watches together.
  public long bytes() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    return read();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
    process.onExit().join();
  }
}
