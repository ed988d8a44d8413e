package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Configurations of webhooks as objects.
class WebhookConfigurationsTest {
  private static final String CONFIGURATION =
      """
      metadata: {name: conditions}
      webhooks:
        - name: one.example.com
          admissionReviewVersions: [v1]
          sideEffects: None
          failurePolicy: Ignore
          clientConfig: {url: "https://127.0.0.1:1/"}
          namespaceSelector: {matchLabels: {nobody: has-this}}
          rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [configmaps]}]
          matchConditions:
            - {name: first, expression: "object.metadata.namespace == 'first'"}
      """;

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @ParameterizedTest
  @ValueSource(strings = {"mutating", "validating"})
  void keepTheirMatchConditions(String what) {
    var all = "/apis/admissionregistration.k8s.io/v1/" + what + "webhookconfigurations";
    rest.create(all, CONFIGURATION);
    var first =
        Map.<String, Object>of(
            "name", "first", "expression", "object.metadata.namespace == 'first'");
    assertThat(conditions(all)).isEqualTo(List.of(first));
    var second =
        Map.<String, Object>of("name", "second", "expression", "request.userInfo.username != 'me'");
    rest.update(
        all + "/conditions",
        it -> {
          var webhook = Trees.asList(Trees.get(it, "webhooks")).getFirst();
          var changed = Trees.set(webhook, List.of(first, second), "matchConditions");
          return Trees.set(it, List.of(changed), "webhooks");
        });
    assertThat(conditions(all)).isEqualTo(List.of(first, second));
    rest.delete(all + "/conditions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mutating", "validating"})
  void haveNoConditionsThatDoNotCompile(String what) {
    var all = "/apis/admissionregistration.k8s.io/v1/" + what + "webhookconfigurations";
    var wrong = CONFIGURATION.replace("object.metadata.namespace == 'first'", "... [] bad text");
    var answer = rest.send("POST", all, "application/yaml", wrong);
    assertThat(answer.code()).isEqualTo(422);
    assertThat(answer.text("message"))
        .contains("webhooks[0].matchConditions[0].expression: Invalid value: \"... [] bad text\"")
        .contains("compilation failed: ERROR: <input>:1:");
    assertThat(rest.ask(all + "/conditions").code()).isEqualTo(404);
  }

  private Object conditions(String all) {
    var webhooks = Trees.asList(Trees.get(rest.get(all + "/conditions"), "webhooks"));
    return Trees.asList(Trees.get(webhooks.getFirst(), "matchConditions"));
  }
}
