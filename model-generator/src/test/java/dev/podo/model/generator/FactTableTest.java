package dev.podo.model.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class FactTableTest {
  private static final String GROUP = "@ io.k8s.api.apps.v1 apps.v1 apps v1";

  private static FactTable.Entry entry(String line) {
    return new FactTable(List.of("// comment", GROUP, line)).entries().getFirst();
  }

  @Test
  void readsDefinitionsWithTheirGroupVersion() {
    var entry = entry("Deployment^ spec:v");
    assertThat(entry.definition()).isEqualTo("io.k8s.api.apps.v1.Deployment");
    assertThat(entry.kind()).isTrue();
    assertThat(entry.groupVersion().apiVersion()).isEqualTo("apps/v1");
    assertThat(entry("DeploymentSpec").kind()).isFalse();
  }

  @Test
  void readsEveryFlag() {
    var flags = entry("X f:p!*u@S#7{map,k:a+b,m:atomic,s:merge+replace,p:a}=\"x\"").flags("f");
    assertThat(flags.presence()).isEqualTo('p');
    assertThat(flags.emit()).isEqualTo('!');
    assertThat(flags.enumeration()).isTrue();
    assertThat(flags.microTime()).isTrue();
    assertThat(flags.struct()).isEqualTo("S");
    assertThat(flags.number()).isEqualTo(7);
    assertThat(flags.merge())
        .isEqualTo(
            new Property.Merge(
                "map", List.of("a", "b"), "atomic", List.of("merge", "replace"), "a"));
    assertThat(flags.defaultValue()).isEqualTo("\"x\"");
  }

  @Test
  void saysNothingOfFieldsThatItDoesNotList() {
    assertThat(entry("X f:p").flags("g")).isEqualTo(FactTable.Flags.NONE);
  }

  @Test
  void rejectsWhatIsNoFlag() {
    assertThatIllegalArgumentException().isThrownBy(() -> entry("X f:?"));
  }
}
