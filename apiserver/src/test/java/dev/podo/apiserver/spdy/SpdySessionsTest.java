package dev.podo.apiserver.spdy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.node.PeerGoneException;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two sessions against each other, over wires that cut anywhere and hold little.
class SpdySessionsTest {
  private static final SpdyLimits LIMITS =
      new SpdyLimits(100, 8_000, 20_000, Duration.ofMinutes(5), Duration.ofMinutes(5));

  private final Clock clock = Clock.system();
  private final Scope scope = Scope.root("sessions", Environment.system());

  @AfterEach
  void close() {
    scope.close();
  }

  /// Sends back what each stream says.
  private final class Echo implements SpdyHandler {
    @Override
    public boolean accepts(int id, SortedMap<String, String> headers) {
      return true;
    }

    @Override
    public void opened(SpdyStream stream) {
      scope.fork(
          "echo",
          () -> {
            for (var bytes = stream.read(); bytes != null; bytes = stream.read()) {
              stream.write(bytes);
            }
            stream.end();
          });
    }
  }

  /// Opens no streams of its own.
  private static class Nothing implements SpdyHandler {
    @Override
    public boolean accepts(int id, SortedMap<String, String> headers) {
      return false;
    }

    @Override
    public void opened(SpdyStream stream) {
      throw new AssertionError("nothing was accepted");
    }
  }

  private static byte[] random(Random random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] readAll(SpdyStream stream) throws InterruptedException {
    var out = new ByteArrayOutputStream();
    for (var bytes = stream.read(); bytes != null; bytes = stream.read()) {
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private <T> T await(Promise<T> promise) throws InterruptedException, TimeoutException {
    return promise.await(Deadline.after(clock, Duration.ofMinutes(2)));
  }

  @Test
  void carryEveryByteInOrder() throws Exception {
    for (var seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var pipe = new Pipe(seed);
      var server = SpdySession.server(pipe.left(), clock, LIMITS, new Echo());
      var client = SpdySession.client(pipe.right(), clock, LIMITS, new Nothing());
      scope.fork("server", server::run);
      scope.fork("client", client::run);
      var sent = new ArrayList<byte[]>();
      var got = new ArrayList<Promise<byte[]>>();
      for (var i = 0; i < 1 + random.nextInt(6); i++) {
        var stream = client.open(new TreeMap<>());
        var bytes = random(random, random.nextInt(60_000));
        var pieces = new Random(random.nextLong());
        sent.add(bytes);
        scope.fork("write", () -> writeInPieces(stream, bytes, pieces));
        got.add(scope.compute("read", () -> readAll(stream)));
      }
      for (var i = 0; i < sent.size(); i++) {
        assertThat(await(got.get(i))).as("seed %s", seed).isEqualTo(sent.get(i));
      }
      var finished = scope.compute("finish", () -> finish(server));
      client.finish();
      assertThat(await(finished)).isTrue();
    }
  }

  private static void writeInPieces(SpdyStream stream, byte[] bytes, Random pieces)
      throws InterruptedException {
    for (var at = 0; at < bytes.length; ) {
      var end = Math.min(bytes.length, at + 1 + pieces.nextInt(5_000));
      stream.write(java.util.Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    stream.end();
  }

  @Test
  void readNoFurtherThanWhatIsUnreadAllows() throws Exception {
    var pipe = new Pipe(1);
    var taken = new Promise<SpdyStream>(clock);
    var most = new AtomicInteger();
    var server =
        SpdySession.server(
            new Watched(
                pipe.left(),
                () -> {
                  if (taken.isDone()) {
                    most.accumulateAndGet(unread(taken), Math::max);
                  }
                }),
            clock,
            LIMITS,
            new Nothing() {
              @Override
              public boolean accepts(int id, SortedMap<String, String> headers) {
                return true;
              }

              @Override
              public void opened(SpdyStream stream) {
                taken.complete(stream);
              }
            });
    var client = SpdySession.client(pipe.right(), clock, LIMITS, new Nothing());
    scope.fork("server", server::run);
    scope.fork("client", client::run);
    var stream = client.open(new TreeMap<>());
    var bytes = random(new Random(7), 500_000);
    scope.fork("write", () -> writeInPieces(stream, bytes, new Random(8)));
    var reader = await(taken);
    assertThat(readAll(reader)).isEqualTo(bytes);
    assertThat(most.get()).as("unread while more is read").isLessThan(LIMITS.unreadPerStream());
  }

  private static int unread(Promise<SpdyStream> taken) {
    try {
      return taken.await(Deadline.never()).unread();
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tellTheOtherEndOfAFinishedSession() throws Exception {
    var pipe = new Pipe(2);
    var opened = new Promise<SpdyStream>(clock);
    var server =
        SpdySession.server(
            pipe.left(),
            clock,
            LIMITS,
            new Nothing() {
              @Override
              public boolean accepts(int id, SortedMap<String, String> headers) {
                return true;
              }

              @Override
              public void opened(SpdyStream stream) {
                opened.complete(stream);
              }
            });
    var client = SpdySession.client(pipe.right(), clock, LIMITS, new Nothing());
    scope.fork("server", server::run);
    scope.fork("client", client::run);
    var stream = client.open(new TreeMap<>());
    await(opened).write("last words".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var finished =
        scope.compute(
            "finish",
            () -> {
              server.finish();
              return true;
            });
    assertThat(readAll(stream)).asString().isEqualTo("last words");
    assertThat(finished.isDone()).as("it waits for the client to close").isFalse();
    client.finish();
    assertThat(await(finished)).isTrue();
  }

  @Test
  void finishThoughWhatHasArrivedIsNeverRead() throws Exception {
    var pipe = new Pipe(3);
    var taken = new Promise<SpdyStream>(clock);
    var server =
        SpdySession.server(
            pipe.left(),
            clock,
            LIMITS,
            new Nothing() {
              @Override
              public boolean accepts(int id, SortedMap<String, String> headers) {
                return true;
              }

              @Override
              public void opened(SpdyStream stream) {
                taken.complete(stream);
              }
            });
    var client = SpdySession.client(pipe.right(), clock, LIMITS, new Nothing());
    scope.fork("server", server::run);
    scope.fork("client", client::run);
    var stream = client.open(new TreeMap<>());
    var written =
        scope.compute(
            "write",
            () -> {
              writeInPieces(stream, new byte[200_000], new Random(9));
              return true;
            });
    await(taken).end();
    assertThat(stream.read()).isNull();
    var finished = scope.compute("finish", () -> finish(server));
    assertThat(await(written)).isTrue();
    client.finish();
    assertThat(await(finished)).isTrue();
  }

  /// Streams are opened, written, ended and reset at random by several threads at once: nothing
  /// hangs, and both sessions end.
  @Test
  void outliveAnyInterleaving() throws Exception {
    for (var seed = 0; seed < 20; seed++) {
      var pipe = new Pipe(seed);
      var server = SpdySession.server(pipe.left(), clock, LIMITS, new Careless(seed));
      var client = SpdySession.client(pipe.right(), clock, LIMITS, new Nothing());
      var serverEnds = scope.compute("server", () -> run(server));
      var clientEnds = scope.compute("client", () -> run(client));
      var done = new ArrayList<Promise<Boolean>>();
      for (var thread = 0; thread < 4; thread++) {
        var random = new Random(31 * seed + thread);
        done.add(
            scope.compute(
                "careless",
                () -> {
                  for (var i = 0; i < 10; i++) {
                    var stream = client.open(new TreeMap<>());
                    behave(stream, random);
                  }
                  return true;
                }));
      }
      for (var each : done) {
        assertThat(await(each)).isTrue();
      }
      done.add(scope.compute("finish", () -> finish(server)));
      client.finish();
      assertThat(List.of(await(done.getLast()), await(serverEnds), await(clientEnds)))
          .containsOnly(true);
    }
  }

  private static boolean finish(SpdySession session) throws InterruptedException {
    session.finish();
    return true;
  }

  private static boolean run(SpdySession session) throws InterruptedException {
    session.run();
    return true;
  }

  private static void behave(SpdyStream stream, Random random) throws InterruptedException {
    try {
      for (var i = 0; i < 5; i++) {
        switch (random.nextInt(6)) {
          case 0 -> stream.end();
          case 1 -> stream.discard();
          case 2 -> stream.reset();
          default -> stream.write(new byte[1 + random.nextInt(3_000)]);
        }
      }
    } catch (PeerGoneException e) {
      // The other end has had enough.
    }
    stream.discard();
    stream.end();
  }

  private final class Careless implements SpdyHandler {
    private final Random random;

    Careless(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public boolean accepts(int id, SortedMap<String, String> headers) {
      return random.nextInt(5) > 0;
    }

    @Override
    public void opened(SpdyStream stream) {
      var own = new Random(random.nextLong());
      scope.fork("careless", () -> behave(stream, own));
    }
  }

  /// A wire that tells of each reading.
  private record Watched(Wire wire, Runnable beforeRead) implements Wire {
    @Override
    public byte[] read() throws InterruptedException {
      beforeRead.run();
      return wire.read();
    }

    @Override
    public void write(byte[] bytes) {
      wire.write(bytes);
    }

    @Override
    public boolean awaitWritable(Deadline deadline) throws InterruptedException {
      return wire.awaitWritable(deadline);
    }

    @Override
    public void onClose(Runnable action) {
      wire.onClose(action);
    }

    @Override
    public void close() {
      wire.close();
    }

    @Override
    public void abort() {
      wire.abort();
    }
  }
}
