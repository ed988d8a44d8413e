package dev.podo.apiserver.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.client.node.PeerGoneException;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipeTest {
  private static final int PIECE = 50 << 10;

  private final Scope scope = Scope.root("pipe-test", Environment.system());
  private final Pipe pipe = new Pipe(Clock.system());

  @AfterEach
  void stop() {
    scope.close();
  }

  @Test
  void losesNothingHoweverLateItIsRead() throws Exception {
    var sent =
        scope.compute(
            "sender",
            () -> {
              for (var i = 0; i < 100; i++) {
                pipe.put(new byte[] {(byte) i});
                pipe.put(new byte[PIECE]);
              }
              pipe.end();
              return true;
            });
    for (var i = 0; i < 100; i++) {
      assertThat(pipe.read()).containsExactly(i);
      assertThat(pipe.read()).hasSize(PIECE);
    }
    assertThat(pipe.read()).isNull();
    assertThat(pipe.read()).isNull();
    assertThat(sent.await(Deadline.after(Clock.system(), Duration.ofMinutes(1)))).isTrue();
  }

  @Test
  void tellsThatTheClientHasGoneAfterAllThatItSaid() throws Exception {
    pipe.put(new byte[] {1});
    pipe.breakOff();
    assertThat(pipe.read()).containsExactly(1);
    assertThatThrownBy(pipe::read).isInstanceOf(PeerGoneException.class);
  }

  @Test
  void anEndStaysAnEndWhenTheClientGoesLater() throws Exception {
    pipe.end();
    pipe.breakOff();
    assertThat(pipe.read()).isNull();
  }

  @Test
  void holdsUpNobodyForWhatIsUnwanted() throws Exception {
    var sent =
        scope.compute(
            "sender",
            () -> {
              for (var i = 0; i < 100; i++) {
                pipe.put(new byte[PIECE]);
              }
              return true;
            });
    assertThat(pipe.read()).hasSize(PIECE);
    pipe.discard();
    assertThat(sent.await(Deadline.after(Clock.system(), Duration.ofMinutes(1)))).isTrue();
    assertThat(pipe.read()).isNull();
  }
}
