package dev.podo.apiserver.definitions;

import static dev.podo.apiserver.definitions.Extended.CRONTAB;
import static dev.podo.apiserver.definitions.Extended.CRONTABS;
import static dev.podo.apiserver.definitions.Extended.DEFINITIONS;
import static dev.podo.apiserver.definitions.Extended.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The expression language is there when the server is, and definitions' rules hold.
class ValidationRulesTest {
  private static final String RULED =
      CRONTAB.replace(
          "color: {type: string}",
          "color: {type: string, maxLength: 9, x-kubernetes-validations:"
              + " [{rule: self == oldSelf, message: the color stays}]}\n"
              + "            x-kubernetes-validations:\n"
              + "            - {rule: '!has(self.replicas) || self.replicas < 5 || self.color =="
              + " \"red\"', messageExpression: '\"not \" + self.color', fieldPath: .replicas}");

  private final Extended extended = new Extended();

  @AfterEach
  void close() {
    extended.close();
  }

  private static String crontab(int replicas, String color) {
    return """
    apiVersion: stable.example.com/v1
    kind: CronTab
    metadata: {name: mine}
    spec: {replicas: %d, color: %s}
    """
        .formatted(replicas, color);
  }

  @Test
  void holdsObjectsToTheRules() {
    extended.define(RULED);
    var refused = extended.post(CRONTABS, crontab(7, "blue"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Trees.text(tree(refused), "message"))
        .isEqualTo(
            "CronTab.stable.example.com \"mine\" is invalid: spec.replicas: Invalid value:"
                + " not blue");
    assertThat(extended.post(CRONTABS, crontab(7, "red")).statusCode()).isEqualTo(201);
    var changed =
        extended.client.send(
            extended.client.body(
                "PATCH",
                CRONTABS + "/mine",
                "application/merge-patch+json",
                "{\"spec\":{\"color\":\"pink\",\"replicas\":1}}"));
    assertThat(changed.statusCode()).isEqualTo(422);
    assertThat(changed.body()).contains("spec.color: Invalid value: \\\"pink\\\": the color stays");
  }

  @Test
  void warnsOfWhatItLetsStand() {
    extended.define(CRONTAB);
    assertThat(extended.post(CRONTABS, crontab(7, "blue")).statusCode()).isEqualTo(201);
    var name = DEFINITIONS + "/crontabs.stable.example.com";
    var rule = Map.of("rule", "self.replicas < 5", "message", "too many");
    var spec = Trees.get(extended.get(name), "spec");
    var version = Trees.asList(Trees.get(spec, "versions")).getFirst();
    var path = List.of("schema", "openAPIV3Schema", "properties", "spec");
    var ruled = new ArrayList<>(path);
    ruled.add("x-kubernetes-validations");
    var changed = Trees.set(version, List.of(rule), ruled.toArray(String[]::new));
    var definition = Trees.set(extended.get(name), List.of(changed), "spec", "versions");
    assertThat(extended.put(name, definition).statusCode()).isEqualTo(200);
    var labelled = extended.merge(CRONTABS + "/mine", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    assertThat(labelled.statusCode()).as(labelled.body()).isEqualTo(200);
    assertThat(labelled.headers().allValues("Warning"))
        .containsExactly("299 - \"spec: Invalid value: too many\"");
    var worse = extended.merge(CRONTABS + "/mine", "{\"spec\":{\"replicas\":8}}");
    assertThat(worse.statusCode()).isEqualTo(422);
  }

  @Test
  void refusesRulesThatDoNotCompile() {
    var refused =
        extended.post(DEFINITIONS, RULED.replace("rule: self == oldSelf", "rule: self == 1"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Trees.text(tree(refused), "message"))
        .contains("properties[color].x-kubernetes-validations[0].rule: Invalid value: ")
        .contains("found no matching overload for '_==_' applied to '(string, int)'");
  }
}
