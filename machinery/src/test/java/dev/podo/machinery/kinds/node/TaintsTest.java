package dev.podo.machinery.kinds.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Taint;
import dev.podo.model.core.v1.Toleration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaintsTest {
  private final Taint taint =
      Taint.builder().key("disk").value("slow").effect(Taints.NO_SCHEDULE).build();

  private static Toleration toleration(String key, String operator, String value, String effect) {
    return Toleration.builder().key(key).operator(operator).value(value).effect(effect).build();
  }

  @Test
  void matchesKeyValueAndEffect() {
    assertThat(Taints.tolerates(toleration("disk", "Equal", "slow", "NoSchedule"), taint)).isTrue();
    assertThat(Taints.tolerates(toleration("disk", "", "slow", ""), taint)).isTrue();
    assertThat(Taints.tolerates(toleration("disk", "Exists", "", ""), taint)).isTrue();
    assertThat(Taints.tolerates(toleration("", "Exists", "", ""), taint)).isTrue();
    assertThat(Taints.tolerates(toleration("disk", "Equal", "fast", ""), taint)).isFalse();
    assertThat(Taints.tolerates(toleration("cpu", "Exists", "", ""), taint)).isFalse();
    assertThat(Taints.tolerates(toleration("disk", "Exists", "", "NoExecute"), taint)).isFalse();
  }

  @Test
  void findsTheFirstThatIsMinded() {
    var soft = taint.with(b -> b.effect(Taints.PREFER_NO_SCHEDULE));
    var hard = taint.with(b -> b.effect(Taints.NO_EXECUTE));
    assertThat(Taints.firstUntolerated(List.of(soft, hard), List.of(), Taints::forbids))
        .isEqualTo(hard);
    var tolerations = List.of(toleration("", "Exists", "", ""));
    assertThat(Taints.firstUntolerated(List.of(soft, hard), tolerations, Taints::forbids)).isNull();
  }
}
