package dev.podo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void namesAndOptionsComeInAnyOrder() {
    var options =
        Options.parse(List.of("--idle", "300", "writes", "--markdown", "docs/x.md", "lists"));
    assertThat(options.names()).containsExactly("writes", "lists");
    assertThat(options.idle()).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.markdown()).isEqualTo(Path.of("docs/x.md"));
  }

  @Test
  void whatMakesNoSenseIsRefusedByName() {
    assertThatThrownBy(() -> Options.parse(List.of("--idle"))).hasMessage("--idle needs a value");
    assertThatThrownBy(() -> Options.parse(List.of("--idle", "soon")))
        .hasMessage("--idle takes a number from 1, not soon");
    assertThatThrownBy(() -> Options.parse(List.of("--fast", "1")))
        .hasMessage("no such option: --fast");
  }
}
