package dev.podo.cel.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Expressions in what is registered with admission are compiled when they are stored.
class AdmissionExpressionsTest {
  private static final String RULES =
      "{resourceRules: [{operations: [CREATE], apiGroups: [''], apiVersions: [v1],"
          + " resources: [pods]}]}";

  private static String webhook(String kind, String conditions) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: %s
    metadata: {name: hooks}
    webhooks:
    - name: hook.example.com
      clientConfig: {service: {namespace: default, name: hook}}
      sideEffects: None
      admissionReviewVersions: [v1]
      matchConditions: %s
    """
        .formatted(kind, conditions);
  }

  private static String policy(String more) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: policy}
    spec: {matchConstraints: %s, %s}
    """
        .formatted(RULES, more);
  }

  private static String mutation(String more) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingAdmissionPolicy
    metadata: {name: policy}
    spec: {matchConstraints: %s, reinvocationPolicy: Never, %s}
    """
        .formatted(RULES, more);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"})
  void webhooksHaveNoConditionsThatMakeNoSense(String kind) {
    assertThat(Objects.problems(webhook(kind, "[{name: a, expression: '... [] bad expression'}]")))
        .singleElement()
        .asString()
        .startsWith(
            "webhooks[0].matchConditions[0].expression: Invalid value: \"... [] bad expression\":"
                + " compilation failed: ERROR: <input>:1:2: Syntax error: ");
    assertThat(Objects.problems(webhook(kind, "[{name: a, expression: ' object.metadata.name '}]")))
        .containsExactly(
            "webhooks[0].matchConditions[0].expression: Invalid value: \"object.metadata.name\":"
                + " must evaluate to bool but got dyn");
    assertThat(Objects.problems(webhook(kind, "[{name: a, expression: params.x == 1}]")))
        .singleElement()
        .asString()
        .contains("undeclared reference to 'params' (in container '')");
    assertThat(
            Objects.problems(
                webhook(
                    kind,
                    "[{name: a, expression: \"request.userInfo.groups.exists(g, g == 'a') &&"
                        + " !authorizer.requestResource.check('bypass').allowed() &&"
                        + " namespaceObject.metadata.labels['x'] == 'y'\"}]")))
        .isEmpty();
  }

  @Test
  void conditionsThatAreAsTheyWereAreNotLookedAt() {
    var kind = "ValidatingWebhookConfiguration";
    var old = webhook(kind, "[{name: a, expression: 'nothing'}]");
    assertThat(Objects.problems(old, old)).isEmpty();
    assertThat(Objects.problems(old, webhook(kind, "[{name: b, expression: 'nothing'}]")))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "validations: [{expression: 'object.x'}]"
            + "|validations[0].expression: Invalid value: \"object.x\": must evaluate to bool but"
            + " got dyn",
        "validations: [{expression: 'true', messageExpression: '1'}]"
            + "|validations[0].messageExpression: Invalid value: \"1\": must evaluate to string but"
            + " got int",
        "validations: [{expression: 'true', messageExpression: \"string(authorizer != null)\"}]"
            + "|validations[0].messageExpression: Invalid value: \"string(authorizer != null)\":"
            + " compilation failed: ERROR: <input>:1:8: undeclared reference to 'authorizer' (in"
            + " container '')",
        "auditAnnotations: [{key: a, valueExpression: '[timestamp(object.t)]'}]"
            + "|auditAnnotations[0].valueExpression: Invalid value: \"[timestamp(object.t)]\": must"
            + " evaluate to one of [string null_type] but got list(google.protobuf.Timestamp)",
        "validations: [{expression: 'params.x == 1'}]"
            + "|validations[0].expression: Invalid value: \"params.x == 1\": compilation failed:"
            + " ERROR: <input>:1:1: undeclared reference to 'params' (in container '')",
        "validations: [{expression: 'variables.a'}]"
            + "|validations[0].expression: Invalid value: \"variables.a\": compilation failed:"
            + " ERROR: <input>:1:1: undeclared reference to 'variables' (in container '')",
        "variables: [{name: a, expression: '1'}], validations: [{expression: 'variables.a'}]"
            + "|validations[0].expression: Invalid value: \"variables.a\": must evaluate to bool"
            + " but got int",
        "variables: [{name: a, expression: 'variables.b'}, {name: b, expression: '1'}],"
            + " validations: [{expression: 'true'}]"
            + "|variables[0].expression: Invalid value: \"variables.b\": compilation failed: ERROR:"
            + " <input>:1:10: undefined field 'b'",
        "matchConditions: [{name: a, expression: '1'}], validations: [{expression: 'true'}]"
            + "|matchConditions[0].expression: Invalid value: \"1\": must evaluate to bool but got"
            + " int",
        "validations: [{expression: 'Object{}.x == 1'}]"
            + "|validations[0].expression: Invalid value: \"Object{}.x == 1\": compilation failed:"
            + " ERROR: <input>:1:7: undeclared reference to 'Object' (in container '')",
        "validations: [{expression: \"request.userInfo.shoe == ''\"}]"
            + "|validations[0].expression: Invalid value: \"request.userInfo.shoe == ''\":"
            + " compilation failed: ERROR: <input>:1:17: undefined field 'shoe'",
      })
  void policiesHaveNoExpressionThatMakesNoSense(String policy, String problem) {
    assertThat(Objects.problems(policy(policy)).stream().map(it -> it.lines().findFirst()))
        .map(line -> line.orElse(""))
        .containsExactly("spec." + problem);
  }

  @Test
  void policiesComposeVariables() {
    assertThat(
            Objects.problems(
                policy(
                    "paramKind: {apiVersion: v1, kind: ConfigMap},"
                        + " matchConditions: [{name: a, expression: 'params.data.a == object.x'}],"
                        + " variables: [{name: a, expression: 'object.spec.replicas * 2'},"
                        + " {name: b, expression: '[variables.a, 1]'}],"
                        + " validations: [{expression: 'variables.b.all(x, x < 9)',"
                        + " messageExpression: 'string(variables.b[0])'}],"
                        + " auditAnnotations: [{key: k, valueExpression: 'string(variables.b[0])'}]")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{patchType: JSONPatch, jsonPatch: {expression: '[1]'}}"
            + "|jsonPatch.expression: Invalid value: \"[1]\": must evaluate to list(JSONPatch) but"
            + " got list(int)",
        "{patchType: JSONPatch, jsonPatch: {expression: '[JSONPatch{op: 1}]'}}"
            + "|jsonPatch.expression: Invalid value: \"[JSONPatch{op: 1}]\": compilation failed:"
            + " ERROR: <input>:1:14: expected type of field 'op' is 'string' but provided type is"
            + " 'int'",
        "{patchType: JSONPatch, jsonPatch: {expression: '[JSONPatch{what: 1}]'}}"
            + "|jsonPatch.expression: Invalid value: \"[JSONPatch{what: 1}]\": compilation failed:"
            + " ERROR: <input>:1:16: undefined field 'what'",
        "{patchType: ApplyConfiguration, applyConfiguration: {expression: 'Object.spec{x: 1}'}}"
            + "|applyConfiguration.expression: Invalid value: \"Object.spec{x: 1}\": must evaluate"
            + " to Object but got Object.spec",
        "{patchType: ApplyConfiguration, applyConfiguration: {expression: 'Thing{x: 1}'}}"
            + "|applyConfiguration.expression: Invalid value: \"Thing{x: 1}\": compilation failed:"
            + " ERROR: <input>:1:6: undeclared reference to 'Thing' (in container '')",
      })
  void changesAreOfTheRightType(String mutation, String problem) {
    assertThat(
            Objects.problems(mutation("mutations: [" + mutation + "]")).stream()
                .map(it -> it.lines().findFirst()))
        .map(line -> line.orElse(""))
        .containsExactly("spec.mutations[0]." + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{patchType: JSONPatch, jsonPatch: {expression: \"[JSONPatch{op: 'add', path:"
            + " '/metadata/labels/' + jsonpatch.escapeKey('a/b'), value: object.metadata.name},"
            + " JSONPatch{op: 'replace', path: '/spec', value: Object.spec{replicas: 1}}]\"}}",
        "{patchType: ApplyConfiguration, applyConfiguration: {expression: \"Object{metadata:"
            + " Object.metadata{labels: {'a': 'b'}, ?name: optional.none()}}\"}}",
      })
  void changesAreTold(String mutation) {
    assertThat(Objects.problems(mutation("mutations: [" + mutation + "]"))).isEmpty();
  }
}
