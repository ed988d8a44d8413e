package dev.podo.program.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BuildTest {
  @Test
  void tellsWhatItWasBuiltFrom() {
    var build = Build.version();
    assertThat(build.gitVersion()).matches("v1\\.36\\.0\\+podo\\.\\d+\\.\\d+\\.\\d+.*");
    assertThat(build.commit()).matches("unknown|[0-9a-f]{40}");
    assertThat(build.tree()).isIn("clean", "dirty", "archive");
    assertThat(Instant.parse(build.buildDate())).isAfter(Instant.EPOCH);
  }
}
