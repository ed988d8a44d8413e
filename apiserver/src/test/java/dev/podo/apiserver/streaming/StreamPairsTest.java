package dev.podo.apiserver.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.spdy.Pipe;
import dev.podo.apiserver.spdy.SpdyHandler;
import dev.podo.apiserver.spdy.SpdyLimits;
import dev.podo.apiserver.spdy.SpdySession;
import dev.podo.apiserver.spdy.SpdyStream;
import dev.podo.client.node.AttachRequest;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ExecRequest;
import dev.podo.client.node.LogRequest;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.client.node.ProcessStreams;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamPairsTest {
  private static final Duration LATE = Duration.ofSeconds(30);

  private final VirtualClock clock = new VirtualClock(Instant.EPOCH);
  private final Scope scope = Scope.root("stream-pairs-test", Environment.system());
  private final Pipe pipe = new Pipe(1);
  private SpdySession client;

  @BeforeEach
  void connect() {
    var forwarding = new Forwarding(new Echo(), scope);
    var pairs =
        new StreamPairs(clock, forwarding, port -> new PortForwardRequest("default", "web", port));
    client = run(SpdySession.client(pipe.left(), Clock.system(), SpdyLimits.DEFAULT, new None()));
    run(SpdySession.server(pipe.right(), Clock.system(), SpdyLimits.DEFAULT, pairs));
  }

  private SpdySession run(SpdySession session) {
    scope.fork("session", session::run);
    return session;
  }

  @AfterEach
  void stop() {
    pipe.left().close();
    scope.close();
  }

  private static final class None implements SpdyHandler {
    @Override
    public boolean accepts(int id, SortedMap<String, String> headers) {
      return false;
    }

    @Override
    public void opened(SpdyStream stream) {
      throw new AssertionError("not accepted");
    }
  }

  private static final class Echo implements NodeApi {
    @Override
    public void logs(LogRequest request, ByteSink out) {
      throw new AssertionError("not asked for");
    }

    @Override
    public int exec(ExecRequest request, ProcessStreams streams) {
      throw new AssertionError("not asked for");
    }

    @Override
    public int attach(AttachRequest request, ProcessStreams streams) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void portForward(PortForwardRequest request, ProcessStreams streams)
        throws InterruptedException {
      for (var in = streams.stdin().read(); in != null; in = streams.stdin().read()) {
        streams.stdout().write(in);
      }
    }
  }

  private SpdyStream open(String type) {
    return client.open(
        new TreeMap<>(Map.of("streamtype", type, "port", "80", "requestid", "seven")));
  }

  private void awaitPatience() {
    while (clock.nextTimer().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private static String readAll(SpdyStream stream) throws InterruptedException {
    var all = new ByteArrayOutputStream();
    for (var bytes = stream.read(); bytes != null; bytes = stream.read()) {
      all.writeBytes(bytes);
    }
    return all.toString(UTF_8);
  }

  @Test
  void tellsWhoNeverOpensTheStreamOfData() throws Exception {
    var error = open("error");
    awaitPatience();

    clock.advance(LATE);

    assertThat(readAll(error))
        .isEqualTo("(conn=" + error.id() + ", request=seven) timed out waiting for streams");
  }

  @Test
  void leavesWhoNeverOpensTheStreamOfErrors() {
    var data = open("data");
    awaitPatience();

    clock.advance(LATE);

    assertThatThrownBy(data::read).isInstanceOf(PeerGoneException.class);
  }

  @Test
  void aPairThatIsWholeStays() throws Exception {
    var error = open("error");
    awaitPatience();
    var data = open("data");
    data.write("one ".getBytes(UTF_8));
    assertThat(data.read()).isNotEmpty(); // They are connected.

    clock.advance(LATE);

    data.write("two".getBytes(UTF_8));
    data.end();
    assertThat(readAll(data)).endsWith("two");
    assertThat(readAll(error)).isEmpty();
  }
}
