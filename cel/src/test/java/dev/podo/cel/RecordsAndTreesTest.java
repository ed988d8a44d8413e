package dev.podo.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.expression.DataSchema;
import dev.podo.machinery.expression.Variables;
import dev.podo.machinery.tree.Node;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apps.v1.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rules come to the same, for the same cost, whether a record or a tree holds the object.
class RecordsAndTreesTest {
  private static final String BASE =
      """
      {"apiVersion":"apps/v1","kind":"Deployment",
       "metadata":{"name":"web","namespace":"shop","labels":{"app":"web","tier":"front"},
         "creationTimestamp":"2026-01-02T03:04:05Z","finalizers":["a.io/x","b.io/y"]},
       "spec":{"replicas":3,"minReadySeconds":10,"paused":true,
         "selector":{"matchLabels":{"app":"web"}},
         "strategy":{"type":"RollingUpdate",
           "rollingUpdate":{"maxSurge":"25%","maxUnavailable":1}},
         "template":{"metadata":{"labels":{"app":"web"}},
           "spec":{"containers":[
             {"name":"main","image":"web:1","ports":[{"containerPort":80,"protocol":"TCP"}],
              "env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],
              "resources":{"requests":{"cpu":"100m","memory":"1Gi"}}},
             {"name":"side","image":"side:2","args":["-v","x"]}]}}}}
      """;

  private static final List<String> RULES =
      List.of(
          "self.metadata.name.startsWith('we')",
          "self.spec.replicas > 1 && self.spec.replicas <= oldSelf.spec.replicas",
          "self == oldSelf",
          "self.spec == oldSelf.spec",
          "self.metadata.labels == oldSelf.metadata.labels",
          "self.metadata.labels.map(k, k + self.metadata.labels[k]).join(',')",
          "self.spec.template.spec.containers == oldSelf.spec.template.spec.containers",
          "self.spec.template.spec.containers.all(c, has(c.image) && c.image.contains(':'))",
          "self.spec.template.spec.containers.map(c, c.name)",
          "self.spec.template.spec.containers.exists(c, has(c.env) && c.env.exists(e, e.value =="
              + " '2'))",
          "self.spec.template.spec.containers.exists(c, c.env.exists(e, e.value == '2'))",
          "self.spec.template.spec.containers[0].resources.requests.cpu == '100m'",
          "self.spec.template.spec.containers[1].args.size()",
          "type(self.spec.strategy.rollingUpdate.maxSurge) == string",
          "self.spec.strategy.rollingUpdate.maxSurge =="
              + " oldSelf.spec.strategy.rollingUpdate.maxSurge",
          "self.metadata.creationTimestamp < timestamp('2026-06-01T00:00:00Z')",
          "self.metadata.finalizers == oldSelf.metadata.finalizers",
          "self.metadata.?annotations.hasValue()",
          "self.spec.?paused.orValue(false)",
          "has(self.status) || has(self.spec.paused)",
          "dyn(self.spec).map(k, k)",
          "self.spec.minReadySeconds / (self.spec.replicas - 3) == 1",
          "size(dyn(self.metadata)) + size(dyn(self.spec))");

  @Test
  void comeToTheSame() {
    var random = new Random(7);
    var schema = DataSchema.ofRecord(Deployment.SCHEMA);
    var variables = Variables.ofRule(schema, false, false);
    var compiler = new CelCompiler();
    var rules = RULES.stream().map(rule -> compiler.compile(rule, variables)).toList();
    for (var round = 0; round < 60; round++) {
      var now = Trees.to(Deployment.SCHEMA, thinned(Json.parse(BASE), random));
      var old = Trees.to(Deployment.SCHEMA, thinned(Json.parse(BASE), random));
      var nowTree = Node.of((Object) Trees.of(now));
      var oldTree = Node.of((Object) Trees.of(old));
      for (var i = 0; i < rules.size(); i++) {
        var records =
            rules.get(i).evaluate(n -> n.equals("self") ? Node.of(now) : Node.of(old), 100_000);
        var trees = rules.get(i).evaluate(n -> n.equals("self") ? nowTree : oldTree, 100_000);
        var what = RULES.get(i) + " in round " + round;
        assertThat(trees.error()).as(what).isEqualTo(records.error());
        assertThat(String.valueOf(trees.value()))
            .as(what)
            .isEqualTo(String.valueOf(records.value()));
        assertThat(trees.cost()).as(what).isEqualTo(records.cost());
      }
    }
  }

  /// The tree without some of its parts.
  private static @Nullable Object thinned(@Nullable Object tree, Random random) {
    if (tree instanceof Map<?, ?> map) {
      var kept = new LinkedHashMap<String, @Nullable Object>();
      for (var entry : map.entrySet()) {
        if (random.nextInt(12) > 0) {
          kept.put((String) entry.getKey(), thinned(entry.getValue(), random));
        }
      }
      return kept;
    }
    if (tree instanceof List<?> list) {
      var kept = new ArrayList<@Nullable Object>();
      for (var element : list) {
        if (random.nextInt(12) > 0) {
          kept.add(thinned(element, random));
        }
      }
      return kept;
    }
    return tree;
  }
}
