package dev.podo.apiserver.spdy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.spdy.Frame.Resets;
import dev.podo.apiserver.spdy.StreamRules.Step;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StreamRulesTest {
  private static final byte[] SOME = {1, 2, 3};

  private final StreamRules server = new StreamRules(false, 3);
  private final StreamRules client = new StreamRules(true, 3);

  private static Frame.SynStream syn(int id) {
    return new Frame.SynStream(id, 0, 0, false, false, new TreeMap<>());
  }

  private static Frame.SynStream syn(int id, boolean fin, boolean unidirectional) {
    return new Frame.SynStream(id, 0, 0, fin, unidirectional, new TreeMap<>());
  }

  private static Frame.Data data(int id, boolean fin) {
    return new Frame.Data(id, fin, SOME);
  }

  private static Step rst(int id, int status) {
    return new Step.Answer(new Frame.RstStream(id, status));
  }

  @Test
  void carriesDataUntilBothHalvesHaveEnded() {
    assertThat(server.receive(syn(1))).containsExactly(new Step.Asked(syn(1)));
    assertThat(server.receive(data(1, false))).containsExactly(new Step.Arrived(1, SOME));
    assertThat(server.receive(new Frame.Data(1, false, new byte[0]))).isEmpty();
    assertThat(server.receive(data(1, true)))
        .containsExactly(new Step.Arrived(1, SOME), new Step.Ended(1));
    assertThat(server.isOpen(1)).isTrue();
    assertThat(server.maySend(1)).isTrue();
    assertThat(server.end(1)).isTrue();
    assertThat(server.isOpen(1)).isFalse();
    assertThat(server.end(1)).as("the end is told once").isFalse();
  }

  @Test
  void goesOnReadingAfterItsOwnEnd() {
    server.receive(syn(1));
    assertThat(server.end(1)).isTrue();
    assertThat(server.maySend(1)).isFalse();
    assertThat(server.receive(data(1, false))).containsExactly(new Step.Arrived(1, SOME));
    assertThat(server.receive(new Frame.Data(1, true, new byte[0])))
        .containsExactly(new Step.Ended(1));
    assertThat(server.isOpen(1)).isFalse();
  }

  @Test
  void knowsHalvesThatAreClosedFromTheBeginning() {
    assertThat(server.receive(syn(1, true, false)))
        .containsExactly(new Step.Asked(syn(1, true, false)), new Step.Ended(1));
    assertThat(server.maySend(1)).isTrue();
    server.receive(syn(3, false, true));
    assertThat(server.maySend(3)).isFalse();
    server.receive(syn(5, true, true));
    assertThat(server.isOpen(5)).isFalse();
  }

  @Test
  void breaksOffStreamsWhoseEndWasNoEnd() {
    server.receive(syn(1));
    server.receive(data(1, true));
    assertThat(server.receive(data(1, false)))
        .containsExactly(rst(1, Resets.STREAM_ALREADY_CLOSED), new Step.Broken(1));
    server.receive(syn(3, true, false));
    assertThat(server.receive(new Frame.Headers(3, false, new TreeMap<>())))
        .containsExactly(rst(3, Resets.STREAM_ALREADY_CLOSED), new Step.Broken(3));
  }

  @Test
  void passesOverWhatComesForStreamsThatAreOver() {
    server.receive(syn(1));
    assertThat(server.reset(1)).isTrue();
    assertThat(server.reset(1)).isFalse();
    assertThat(server.receive(data(1, true))).isEmpty();
    assertThat(server.receive(new Frame.RstStream(1, Resets.CANCEL))).isEmpty();
  }

  @Test
  void saysWhichStreamsNobodyHasOpened() {
    assertThat(server.receive(data(1, false))).containsExactly(rst(1, Resets.INVALID_STREAM));
    assertThat(server.receive(data(2, false))).containsExactly(rst(2, Resets.INVALID_STREAM));
    assertThat(server.receive(new Frame.SynReply(1, false, new TreeMap<>())))
        .containsExactly(rst(1, Resets.INVALID_STREAM));
    assertThat(server.receive(new Frame.RstStream(9, Resets.CANCEL)))
        .as("a reset is never answered by another")
        .isEmpty();
  }

  @Test
  void endsTheSessionForStreamNumbersOutOfOrder() {
    server.receive(syn(5));
    for (var id : List.of(5, 3, 2, 8)) {
      assertThatThrownBy(() -> server.receive(syn(id))).isInstanceOf(SpdyException.class);
    }
    assertThatThrownBy(() -> server.receive(new Frame.Malformed(3, true)))
        .isInstanceOf(SpdyException.class);
  }

  @Test
  void refusesMoreStreamsThanAllowedAtOnce() {
    for (var id : List.of(1, 3, 5)) {
      assertThat(server.receive(syn(id))).containsExactly(new Step.Asked(syn(id)));
    }
    assertThat(server.receive(syn(7))).containsExactly(rst(7, Resets.REFUSED_STREAM));
    server.receive(new Frame.RstStream(3, Resets.CANCEL));
    assertThat(server.receive(syn(9))).containsExactly(new Step.Asked(syn(9)));
  }

  @Test
  void tellsMalformedStreamsSo() {
    assertThat(server.receive(new Frame.Malformed(1, true)))
        .containsExactly(rst(1, Resets.PROTOCOL_ERROR));
    server.receive(syn(3));
    assertThat(server.receive(new Frame.Malformed(3, false)))
        .containsExactly(rst(3, Resets.PROTOCOL_ERROR), new Step.Broken(3));
    assertThat(server.receive(new Frame.Malformed(3, false))).isEmpty();
  }

  @Test
  void answersPingsOfThePeerOnly() {
    assertThat(server.receive(new Frame.Ping(1)))
        .containsExactly(new Step.Answer(new Frame.Ping(1)));
    assertThat(server.receive(new Frame.Ping(2))).isEmpty();
    assertThat(client.receive(new Frame.Ping(2)))
        .containsExactly(new Step.Answer(new Frame.Ping(2)));
  }

  @Test
  void takesNoStreamAfterClosing() {
    server.receive(syn(1));
    assertThat(server.close()).isEqualTo(1);
    assertThat(server.receive(syn(3))).isEmpty();
    assertThat(server.receive(data(3, true))).isEmpty();
    assertThat(server.receive(data(1, false))).containsExactly(new Step.Arrived(1, SOME));
  }

  @Test
  void numbersItsOwnStreams() {
    assertThat(List.of(client.open(false), client.open(true))).containsExactly(1, 3);
    assertThat(List.of(server.open(false), server.open(false))).containsExactly(2, 4);
    assertThat(client.maySend(3)).isFalse();
  }

  @Test
  void waitsForTheReplyToItsOwnStreams() {
    var id = client.open(false);
    assertThat(client.receive(new Frame.SynReply(id, false, new TreeMap<>()))).isEmpty();
    assertThat(client.receive(data(id, false))).containsExactly(new Step.Arrived(id, SOME));
    assertThat(client.receive(new Frame.SynReply(id, false, new TreeMap<>())))
        .containsExactly(rst(id, Resets.STREAM_IN_USE), new Step.Broken(id));
    var early = client.open(false);
    assertThat(client.receive(data(early, false)))
        .containsExactly(rst(early, Resets.PROTOCOL_ERROR), new Step.Broken(early));
    var ended = client.open(false);
    assertThat(client.receive(new Frame.SynReply(ended, true, new TreeMap<>())))
        .containsExactly(new Step.Ended(ended));
  }

  @Test
  void losesStreamsThatThePeerDidNotTakeBeforeItWent() {
    client.open(false);
    client.open(false);
    assertThat(client.receive(new Frame.GoAway(1, 0))).containsExactly(new Step.Broken(3));
    assertThat(client.isOpen(1)).isTrue();
  }

  /// Whatever a peer says: streams are told of between their beginning and their end only, and no
  /// more are open than allowed.
  @Test
  void holdsForAnySequenceOfFrames() {
    for (var seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var rules = new StreamRules(false, 3);
      var known = new TreeSet<Integer>();
      var speaking = new TreeSet<Integer>();
      try {
        for (var i = 0; i < 60; i++) {
          for (var step : rules.receive(anyFrame(random))) {
            assertThat(follows(step, known, speaking)).as("%s, seed %s", step, seed).isTrue();
          }
          assertThat(known.stream().filter(rules::isOpen).count()).isLessThanOrEqualTo(3);
          if (random.nextInt(4) == 0) {
            rules.end(1 + random.nextInt(12));
          }
        }
      } catch (SpdyException end) {
        // That was the last frame.
      }
    }
  }

  private static boolean follows(Step step, Set<Integer> known, Set<Integer> speaking) {
    return switch (step) {
      case Step.Answer answer -> true;
      case Step.Asked asked -> {
        speaking.add(asked.request().id());
        yield known.add(asked.request().id());
      }
      case Step.Arrived arrived -> speaking.contains(arrived.id());
      case Step.Ended ended -> speaking.remove(ended.id());
      case Step.Broken broken -> {
        speaking.remove(broken.id());
        yield known.remove(broken.id());
      }
    };
  }

  private static Frame anyFrame(Random random) {
    var id = 1 + random.nextInt(12);
    var fin = random.nextInt(3) == 0;
    return switch (random.nextInt(9)) {
      case 0, 1 -> syn(id | 1, fin, random.nextInt(5) == 0);
      case 2 -> new Frame.SynReply(id, fin, new TreeMap<>());
      case 3 -> new Frame.RstStream(id, random.nextInt());
      case 4 -> new Frame.Headers(id, fin, new TreeMap<>());
      case 5 -> new Frame.Ping(random.nextInt());
      case 6 -> new Frame.GoAway(id, 0);
      case 7 -> new Frame.Malformed(id, random.nextInt(5) == 0);
      default -> data(id, fin);
    };
  }
}
