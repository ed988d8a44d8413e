package dev.podo.machinery.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatedStrategyTest {
  private static List<String> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(GatedStrategyTest::signature)
        .toList();
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  /// What it forgot would fall back to the usual rules, and the kind's own would be lost.
  @Test
  void handsOnAllThatAStrategySays() {
    assertThat(methods(GatedStrategy.class)).containsAll(methods(Strategy.class));
  }
}
