package dev.podo.cel.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Expressions that choose devices are compiled, and priced, when they are stored.
class DeviceExpressionsTest {
  private static String deviceClass(String expression) {
    return """
    apiVersion: resource.k8s.io/v1
    kind: DeviceClass
    metadata: {name: class}
    spec:
      selectors:
      - cel:
          expression: |-
            %s
    """
        .formatted(expression);
  }

  private static String claim(String expression) {
    return """
    apiVersion: resource.k8s.io/v1
    kind: ResourceClaim
    metadata: {name: claim, namespace: default}
    spec:
      devices:
        requests:
        - name: a
          exactly:
            deviceClassName: class
            selectors:
            - cel:
                expression: |-
                  %s
    """
        .formatted(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "device.driver == 'gpu.example.com'",
        "device.attributes['example.com'].model",
        "'model' in device.attributes['example.com'] && device.allowMultipleAllocations",
        "device.capacity['example.com'].memory.compareTo(quantity('10Gi')) >= 0",
        "cel.bind(a, device.attributes['example.com'], a.isOn && a.version.isLessThan(semver('1.0.0')))",
      })
  void takesWhatTellsDevicesApart(String expression) {
    assertThat(Objects.problems(deviceClass(expression))).isEmpty();
    assertThat(Objects.problems(claim(expression))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "device.nothing|compilation failed: ERROR: <input>:1:7: undefined field 'nothing'",
        "noSuchVar|compilation failed: ERROR: <input>:1:1: undeclared reference to 'noSuchVar' (in"
            + " container '')",
        "device.driver|must evaluate to bool or the unknown type, not string",
        "device.capacity['a'].b > 1|compilation failed: ERROR: <input>:1:24: found no matching"
            + " overload for '_>_' applied to '(kubernetes.Quantity, int)'",
      })
  void refusesWhatDoesNot(String expression, String problem) {
    assertThat(Objects.problems(deviceClass(expression)))
        .singleElement()
        .asString()
        .startsWith(
            "spec.selectors[0].cel.expression: Invalid value: \"" + expression + "\": " + problem);
    assertThat(Objects.problems(claim(expression)))
        .singleElement()
        .asString()
        .startsWith(
            "spec.devices.requests[0].exactly.selectors[0].cel.expression: Invalid value: \""
                + expression);
  }

  @Test
  void refusesWhatMayCostTooMuch() {
    var text = "device.attributes['a'].b";
    var loop =
        "device.attributes.all(a, device.attributes.all(b, device.attributes.all(c, "
            + text
            + ".matches('a*')))) && device.attributes.all(d, device.attributes.all(e,"
            + " device.attributes.all(f, device.attributes.all(g, true))))";
    assertThat(Objects.problems(deviceClass(loop)))
        .containsExactly(
            "spec.selectors[0].cel.expression: Forbidden: too complex, exceeds cost limit");
    assertThat(
            Objects.problems(
                deviceClass("device.attributes.all(a, device.attributes[a].all(b, b != 'x'))")))
        .isEmpty();
  }

  @Test
  void whatIsAsItWasIsNotLookedAt() {
    assertThat(Objects.problems(deviceClass("nothing"), deviceClass("nothing"))).isEmpty();
    assertThat(Objects.problems(deviceClass("nothing"), deviceClass("nothing "))).isNotEmpty();
  }
}
