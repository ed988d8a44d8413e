package dev.podo.machinery.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VersionOrderTest {
  private static final List<String> ORDERED =
      List.of(
          "v10",
          "v2",
          "v1",
          "v11beta2",
          "v10beta3",
          "v3beta1",
          "v12alpha1",
          "v11alpha2",
          "foo1",
          "foo10",
          "v0",
          "v1alpha",
          "v99999999999999999999gamma1");

  @Test
  void putsStableAndRecentVersionsFirst() {
    var shuffled = new ArrayList<>(ORDERED);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.sort(VersionOrder.BEST_FIRST);
    assertThat(shuffled).isEqualTo(ORDERED);
  }

  @Test
  void comparesNumbersOfAnyLength() {
    assertThat(VersionOrder.BEST_FIRST.compare("v99999999999999999999", "v9")).isNegative();
  }
}
