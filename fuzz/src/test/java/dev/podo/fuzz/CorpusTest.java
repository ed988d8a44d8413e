package dev.podo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What fuzzing has once found interesting still holds.
class CorpusTest {
  static Stream<String> targets() {
    return Targets.ALL.stream().map(Target::name);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void holdsForEveryInputThatIsKept(String name) throws IOException {
    var target = Targets.named(name);
    var inputs = Corpus.read(name);
    assertThat(inputs).isNotEmpty();
    for (var input : inputs) {
      assertThatCode(() -> target.run(input)).as(Corpus.escape(input)).doesNotThrowAnyException();
    }
  }

  @Test
  void linesGiveBackTheirInputs() {
    var all = new byte[256];
    for (var i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertThat(Corpus.unescape(Corpus.escape(all))).isEqualTo(all);
    assertThat(Corpus.escape("a\\\n\0é".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("a\\\\\\n\\0\\xc3\\xa9");
  }
}
