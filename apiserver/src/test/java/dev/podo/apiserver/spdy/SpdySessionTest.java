package dev.podo.apiserver.spdy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.spdy.Frame.Resets;
import dev.podo.client.node.PeerGoneException;
import dev.podo.foundation.Clock;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A session with a peer that says what the test has written down, all on one thread.
class SpdySessionTest {
  private static final Clock CLOCK = Clock.system();
  private static final SpdyLimits LIMITS =
      new SpdyLimits(3, 1_000, 1_500, Duration.ofMinutes(1), Duration.ZERO);

  private final ScriptedWire wire = new ScriptedWire();
  private final Streams streams = new Streams();

  /// Takes every stream but those that ask to be refused.
  private static final class Streams implements SpdyHandler {
    private final List<SpdyStream> taken = new ArrayList<>();
    private boolean discards;

    @Override
    public boolean accepts(int id, SortedMap<String, String> headers) {
      return !headers.containsKey("refuse");
    }

    @Override
    public void opened(SpdyStream stream) {
      taken.add(stream);
      if (discards) {
        stream.discard();
      }
    }
  }

  private SpdySession session() {
    return SpdySession.server(wire, CLOCK, LIMITS, streams);
  }

  private static Frame.SynStream syn(int id, String... headers) {
    var map = new TreeMap<String, String>();
    for (var i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    return new Frame.SynStream(id, 0, 0, false, false, map);
  }

  private static Frame.SynReply reply(int id) {
    return new Frame.SynReply(id, false, Collections.emptySortedMap());
  }

  private static Frame.Data data(int id, String text) {
    return new Frame.Data(id, false, text.getBytes(UTF_8));
  }

  private static Frame.Data end(int id) {
    return new Frame.Data(id, true, new byte[0]);
  }

  private static String readAll(SpdyStream stream) throws InterruptedException {
    var out = new ByteArrayOutputStream();
    for (var bytes = stream.read(); bytes != null; bytes = stream.read()) {
      out.writeBytes(bytes);
    }
    return out.toString(UTF_8);
  }

  @Test
  void repliesBeforeTheStreamIsUsed() throws InterruptedException {
    wire.says(syn(1, "streamtype", "stdin\0other"), data(1, "hel"), data(1, "lo"), end(1));
    session().run();
    assertThat(wire.said()).containsExactly(reply(1));
    var stream = streams.taken.getFirst();
    assertThat(stream.header("streamtype")).isEqualTo("stdin");
    assertThat(stream.header("none")).isEmpty();
    assertThat(readAll(stream)).isEqualTo("hello");
  }

  @Test
  void refusesStreamsThatTheHandlerDoesNotWant() throws InterruptedException {
    wire.says(syn(1, "refuse", "yes"), data(1, "lost"), syn(3));
    session().run();
    assertThat(wire.said())
        .containsExactly(new Frame.RstStream(1, Resets.REFUSED_STREAM), reply(3));
    assertThat(streams.taken).hasSize(1);
  }

  @Test
  void givesWhatHasArrivedBeforeTellingThatThePeerIsGone() throws InterruptedException {
    wire.says(syn(1), data(1, "some"));
    var session = session();
    session.run();
    var stream = streams.taken.getFirst();
    assertThat(stream.read()).asString(UTF_8).isEqualTo("some");
    assertThatThrownBy(stream::read).isInstanceOf(PeerGoneException.class);
    assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(PeerGoneException.class);
    assertThatThrownBy(() -> session.open(new TreeMap<>())).isInstanceOf(PeerGoneException.class);
    assertThat(session.isOver()).isTrue();
  }

  @Test
  void tellsWhoReadsAndWritesOfAReset() throws InterruptedException {
    wire.says(syn(1), new Frame.RstStream(1, Resets.CANCEL));
    wire.beforeRead(() -> {
      if (!streams.taken.isEmpty() && streams.taken.getFirst().isBroken()) {
        var stream = streams.taken.getFirst();
        assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(PeerGoneException.class);
        assertThatThrownBy(stream::read).isInstanceOf(PeerGoneException.class);
        stream.end();
        stream.reset();
      }
    });
    session().run();
    assertThat(wire.said()).as("nothing is said of a stream after its end").hasSize(1);
  }

  @Test
  void breaksOffAndEndsOnce() throws InterruptedException {
    wire.says(syn(1), syn(3), data(1, "late"), new Frame.Ping(1));
    wire.beforeRead(() -> {
      if (streams.taken.size() == 2) {
        streams.taken.getFirst().reset();
        streams.taken.getFirst().reset();
        streams.taken.getLast().end();
        streams.taken.getLast().end();
      }
    });
    session().run();
    assertThat(wire.said().subList(2, 5))
        .contains(new Frame.RstStream(1, Resets.CANCEL), new Frame.Ping(1))
        .anyMatch(frame -> frame instanceof Frame.Data data && data.fin() && data.id() == 3);
    assertThat(wire.said()).hasSize(5);
  }

  @Test
  void sendsLargeWritesInSmallFrames() throws InterruptedException {
    wire.says(syn(1), new Frame.Ping(1));
    var sent = new byte[100_000];
    new Random(1).nextBytes(sent);
    var done = new boolean[1];
    wire.beforeRead(() -> {
      if (!streams.taken.isEmpty() && !done[0]) {
        done[0] = true;
        try {
          streams.taken.getFirst().write(sent);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    });
    session().run();
    var got = new ByteArrayOutputStream();
    for (var frame : wire.said()) {
      if (frame instanceof Frame.Data data) {
        assertThat(data.bytes().length).isLessThanOrEqualTo(32 << 10);
        got.writeBytes(data.bytes());
      }
    }
    assertThat(got.toByteArray()).isEqualTo(sent);
  }

  @Test
  void tellsThePeerThatItBrokeTheProtocol() throws InterruptedException {
    wire.says(syn(1), syn(1), syn(3));
    session().run();
    assertThat(wire.said()).containsExactly(reply(1), new Frame.GoAway(1, 1));
    assertThat(wire.isClosed()).isTrue();
    assertThatThrownBy(streams.taken.getFirst()::read).isInstanceOf(PeerGoneException.class);
  }

  @Test
  void givesUpAPeerThatReadsNoAnswers() throws InterruptedException {
    wire.readsNothing();
    for (var i = 0; i < 100_000; i++) {
      wire.says(new Frame.Ping(2 * i + 1));
    }
    session().run();
    assertThat(wire.isAborted()).isTrue();
    assertThat(wire.said().size()).isLessThan(1_000);
  }

  @Test
  void endsStreamsAndSaysGoodbyeBeforeClosing() throws InterruptedException {
    wire.says(syn(1), syn(3), end(3), syn(5), new Frame.RstStream(5, Resets.CANCEL));
    var session = session();
    wire.beforeRead(() -> {
      if (streams.taken.size() == 3 && streams.taken.getLast().isBroken()) {
        try {
          session.finish();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    });
    session.run();
    var said = wire.said().subList(3, wire.said().size());
    assertThat(said).hasSize(3);
    assertThat(said.getLast()).isEqualTo(new Frame.GoAway(5, 0));
    assertThat(said.subList(0, 2)).allMatch(f -> f instanceof Frame.Data data && data.fin());
    assertThat(wire.isClosed()).isTrue();
    assertThat(wire.isAborted()).isFalse();
    assertThat(readAll(streams.taken.getFirst())).isEmpty();
  }

  @Test
  void throwsAwayWhatNobodyWants() throws InterruptedException {
    streams.discards = true;
    wire.says(syn(1));
    for (var i = 0; i < 100; i++) {
      wire.says(new Frame.Data(1, false, new byte[1_000]));
    }
    session().run();
    assertThat(streams.taken.getFirst().read()).isNull();
  }

  /// Whatever a peer sends, the session ends with it and has said whole frames only.
  @Test
  void outlivesAnyBytes() throws InterruptedException {
    for (var seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var peer = new ScriptedWire();
      var frames = new ArrayList<Frame>();
      for (var i = 0; i < 30; i++) {
        frames.add(anyFrame(random, i));
      }
      var encoder = new FrameEncoder();
      for (var frame : frames) {
        var bytes = encoder.encode(frame);
        for (var hits = random.nextInt(8) - 5; hits > 0; hits--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        var cut = random.nextInt(bytes.length + 1);
        peer.says(Arrays.copyOf(bytes, cut)).says(Arrays.copyOfRange(bytes, cut, bytes.length));
      }
      var handler = new Streams();
      handler.discards = true;
      var session = SpdySession.server(peer, CLOCK, LIMITS, handler);
      session.run();
      assertThat(session.isOver()).as("seed %s", seed).isTrue();
      assertThat(handler.taken.size()).isLessThanOrEqualTo(30);
    }
  }

  private static Frame anyFrame(Random random, int i) {
    var id = random.nextBoolean() ? 2 * i + 1 : 1 + random.nextInt(2 * i + 2);
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> syn(id | 1, "streamtype", "data", "port", "80");
      case 3 -> new Frame.Ping(id);
      case 4 -> new Frame.RstStream(id, Resets.CANCEL);
      case 5 -> new Frame.Headers(id, random.nextBoolean(), new TreeMap<>(Map.of("a", "b")));
      case 6 -> new Frame.Settings(List.of(new Frame.Setting(0, 4, id)));
      default -> new Frame.Data(id, random.nextInt(4) == 0, new byte[random.nextInt(2_000)]);
    };
  }
}
