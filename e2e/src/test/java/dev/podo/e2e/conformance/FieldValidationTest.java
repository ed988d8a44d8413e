package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Fields that do not exist, or come twice, in bodies and in patches.
class FieldValidationTest {
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/fields/deployments";

  private static final String DEPLOYMENT =
      """
      {"apiVersion":"apps/v1","kind":"Deployment",
       "metadata":{"name":"%s","labels":{"app":"web"}%s},
       "spec":{%s"replicas":0,
         "selector":{"matchLabels":{"app":"web"}},
         "template":{"metadata":{"labels":{"app":"web"}},
           "spec":{"containers":[{"name":"web","image":"example.com/web:1"%s}]}}}}\
      """;

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("fields");
  }

  private Rest.Answer post(String validation, String body) {
    return rest.send(
        "POST", DEPLOYMENTS + "?fieldValidation=" + validation, "application/json", body);
  }

  private Rest.Answer apply(String name, String body) {
    return rest.send(
        "PATCH",
        DEPLOYMENTS + "/" + name + "?fieldManager=tester&fieldValidation=Strict",
        Rest.APPLY,
        body);
  }

  @Test
  void detectsUnknownAndDuplicateFieldsOfATypedObject() {
    var wrong =
        DEPLOYMENT.formatted("strict", "", "\"unknown1\":\"v\",\"replicas\":1,", ",\"unknown2\":1");
    var answer = post("Strict", wrong).require(400);
    assertThat(answer.text("message"))
        .contains("strict decoding error: ")
        .contains("unknown field \"spec.template.spec.containers[0].unknown2\"")
        .contains("unknown field \"spec.unknown1\"")
        .contains("duplicate field \"spec.replicas\"");
    var warned = post("Warn", wrong.replace("strict", "warned")).require(201);
    assertThat(warned.warnings())
        .anyMatch(w -> w.contains("unknown field \\\"spec.unknown1\\\""))
        .anyMatch(w -> w.contains("duplicate field \\\"spec.replicas\\\""));
    assertThat(post("Ignore", wrong.replace("strict", "ignored")).require(201).warnings())
        .isEmpty();
    var applied = apply("applied", DEPLOYMENT.formatted("applied", "", "\"unknown1\":1,", ""));
    assertThat(applied.require(500).text("message"))
        .contains(".spec.unknown1: field not declared in schema");
    var patch = "{\"spec\":{\"unknown1\":\"v\",\"paused\":true,\"paused\":false}}";
    var patched =
        rest.send("PATCH", DEPLOYMENTS + "/warned?fieldValidation=Strict", Rest.MERGE, patch)
            .require(400, 422);
    assertThat(patched.text("message")).contains("unknown field \"spec.unknown1\"");
  }

  @Test
  void detectsUnknownMetadataOfATypedObject() {
    var wrong = DEPLOYMENT.formatted("metadata", ",\"unknownMeta\":\"v\"", "", "");
    var answer = post("Strict", wrong).require(400);
    assertThat(answer.text("message")).contains("unknown field \"metadata.unknownMeta\"");
    var applied = apply("metadata", wrong);
    assertThat(applied.code()).as(applied.text()).isIn(400, 500);
    assertThat(applied.text("message")).contains("metadata.unknownMeta");
  }
}
