package dev.podo.apiserver.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManagerNamesTest {
  @Test
  void takesTheProgramFromTheUserAgent() {
    assertThat(ManagerNames.program("kubectl/v1.33.4 (linux/amd64) kubernetes/74cdb42"))
        .isEqualTo("kubectl");
    assertThat(ManagerNames.program("curl")).isEqualTo("curl");
    assertThat(ManagerNames.program("")).isEmpty();
    assertThat(ManagerNames.program("a\u0001b\tc/1")).isEqualTo("abc");
  }

  @Test
  void keepsNoMoreThanAManagersNameMayHave() {
    assertThat(ManagerNames.program("x".repeat(200))).hasSize(128);
    assertThat(ManagerNames.program("\u20ac".repeat(100))).hasSize(42);
  }
}
