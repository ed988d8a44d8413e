package dev.podo.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Schema;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServiceAccount;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrategicMergePatchTest {
  record Case(String fact, Schema<?> schema, String tree, String patch, String expected) {
    @Override
    public String toString() {
      return fact;
    }
  }

  static List<Case> lists() {
    return List.of(
        new Case(
            "containers are merged by name",
            Pod.SCHEMA,
            "spec: {containers: [{name: a, image: 1a}, {name: b, image: 1b, tty: true}]}",
            "spec: {containers: [{name: b, image: 2b}]}",
            "spec: {containers: [{name: a, image: 1a}, {name: b, image: 2b, tty: true}]}"),
        new Case(
            "new elements stand before those that the patch does not name",
            Pod.SCHEMA,
            "spec: {containers: [{name: a}, {name: b}]}",
            "spec: {containers: [{name: c, image: ic}]}",
            "spec: {containers: [{name: c, image: ic}, {name: a}, {name: b}]}"),
        new Case(
            "ports are merged by containerPort, environment by name, mounts by mountPath",
            Pod.SCHEMA,
            "spec: {containers: [{name: a, ports: [{containerPort: 80}], env: [{name: A, value: '1'}],"
                + " volumeMounts: [{mountPath: /a, name: v}]}]}",
            "spec: {containers: [{name: a, ports: [{containerPort: 80, name: http}],"
                + " env: [{name: A, value: '2'}], volumeMounts: [{mountPath: /a, readOnly: true}]}]}",
            "spec: {containers: [{name: a, ports: [{containerPort: 80, name: http}],"
                + " env: [{name: A, value: '2'}],"
                + " volumeMounts: [{mountPath: /a, name: v, readOnly: true}]}]}"),
        new Case(
            "the ports of a Service are merged by port",
            Service.SCHEMA,
            "spec: {ports: [{port: 80, name: a}, {port: 81, name: b}]}",
            "spec: {ports: [{port: 81, targetPort: 8081}]}",
            "spec: {ports: [{port: 80, name: a}, {port: 81, name: b, targetPort: 8081}]}"),
        new Case(
            "tolerations are replaced whole",
            Pod.SCHEMA,
            "spec: {tolerations: [{key: a}, {key: b}]}",
            "spec: {tolerations: [{key: c}]}",
            "spec: {tolerations: [{key: c}]}"),
        new Case(
            "arguments are replaced whole",
            Pod.SCHEMA,
            "spec: {containers: [{name: a, args: [x, y]}]}",
            "spec: {containers: [{name: a, args: [z]}]}",
            "spec: {containers: [{name: a, args: [z]}]}"),
        new Case(
            "finalizers are a set to which a patch adds",
            Pod.SCHEMA,
            "metadata: {finalizers: [a, b]}",
            "metadata: {finalizers: [b, c]}",
            "metadata: {finalizers: [a, b, c]}"),
        new Case(
            "conditions are merged by type",
            Node.SCHEMA,
            "status: {conditions: [{type: Ready, status: 'True'}, {type: Disk, status: 'False'}]}",
            "status: {conditions: [{type: Ready, status: 'False'}]}",
            "status: {conditions: [{type: Ready, status: 'False'}, {type: Disk, status: 'False'}]}"),
        new Case(
            "taints are replaced whole",
            Node.SCHEMA,
            "spec: {taints: [{key: a, effect: NoSchedule}]}",
            "spec: {taints: [{key: b, effect: NoExecute}]}",
            "spec: {taints: [{key: b, effect: NoExecute}]}"),
        new Case(
            "image pull secrets of a ServiceAccount are replaced whole",
            ServiceAccount.SCHEMA,
            "{imagePullSecrets: [{name: a}], secrets: [{name: x}]}",
            "{imagePullSecrets: [{name: b}], secrets: [{name: x, namespace: ns}]}",
            "{imagePullSecrets: [{name: b}], secrets: [{name: x, namespace: ns}]}"),
        new Case(
            "references to secrets of a Pod are merged by name",
            Pod.SCHEMA,
            "spec: {imagePullSecrets: [{name: a}]}",
            "spec: {imagePullSecrets: [{name: b}]}",
            "spec: {imagePullSecrets: [{name: b}, {name: a}]}"));
  }

  static List<Case> maps() {
    return List.of(
        new Case(
            "maps are merged by key and null removes",
            Pod.SCHEMA,
            "metadata: {labels: {a: '1', b: '2'}, annotations: {x: y}}",
            "metadata: {labels: {a: null, c: '3'}, annotations: null}",
            "metadata: {labels: {b: '2', c: '3'}}"),
        new Case(
            "null of what is not there does nothing",
            Pod.SCHEMA,
            "metadata: {name: a}",
            "{metadata: {labels: {x: null}}, spec: null}",
            "metadata: {name: a, labels: {}}"),
        new Case(
            "what is of another type is replaced",
            Pod.SCHEMA,
            "metadata: {labels: wrong}",
            "metadata: {labels: {a: b}}",
            "metadata: {labels: {a: b}}"),
        new Case(
            "fields that the type does not know are merged plainly",
            Pod.SCHEMA,
            "spec: {unknown: {a: [1], b: 2}}",
            "spec: {unknown: {a: [3]}}",
            "spec: {unknown: {a: [3], b: 2}}"));
  }

  static List<Case> directives() {
    return List.of(
        new Case(
            "$patch: delete removes an element",
            Pod.SCHEMA,
            "spec: {containers: [{name: a}, {name: b}]}",
            "spec: {containers: [{name: a, $patch: delete}, {name: x, $patch: delete}]}",
            "spec: {containers: [{name: b}]}"),
        new Case(
            "$patch: delete empties a map",
            Pod.SCHEMA,
            "spec: {nodeSelector: {a: b}, nodeName: n}",
            "spec: {nodeSelector: {$patch: delete}}",
            "spec: {nodeSelector: {}, nodeName: n}"),
        new Case(
            "$patch: replace takes the map of the patch",
            Pod.SCHEMA,
            "spec: {nodeSelector: {a: b}, securityContext: {runAsUser: 1}}",
            "spec: {nodeSelector: {$patch: replace, c: d}}",
            "spec: {nodeSelector: {c: d}, securityContext: {runAsUser: 1}}"),
        new Case(
            "$patch: replace takes the list of the patch",
            Pod.SCHEMA,
            "spec: {containers: [{name: a}, {name: b}]}",
            "spec: {containers: [{$patch: replace}, {name: c, image: i}]}",
            "spec: {containers: [{name: c, image: i}]}"),
        new Case(
            "$patch: merge is what would happen anyway",
            Pod.SCHEMA,
            "spec: {nodeSelector: {a: b}}",
            "spec: {nodeSelector: {$patch: merge, c: d}}",
            "spec: {nodeSelector: {a: b, c: d}}"),
        new Case(
            "$deleteFromPrimitiveList removes from a set",
            Pod.SCHEMA,
            "metadata: {finalizers: [a, b, c]}",
            "metadata: {$deleteFromPrimitiveList/finalizers: [a, c, x], finalizers: [d]}",
            "metadata: {finalizers: [d, b]}"),
        new Case(
            "$deleteFromPrimitiveList of what is not there does nothing",
            Pod.SCHEMA,
            "metadata: {name: a}",
            "metadata: {$deleteFromPrimitiveList/finalizers: [a]}",
            "metadata: {name: a}"),
        new Case(
            "$retainKeys drops the other fields of a union",
            Deployment.SCHEMA,
            "spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}, replicas: 1}",
            "spec: {strategy: {$retainKeys: [type], type: Recreate}}",
            "spec: {strategy: {type: Recreate}, replicas: 1}"),
        new Case(
            "$retainKeys changes the source of a volume",
            Pod.SCHEMA,
            "spec: {volumes: [{name: v, emptyDir: {}}]}",
            "spec: {volumes: [{name: v, $retainKeys: [name, hostPath], hostPath: {path: /x}}]}",
            "spec: {volumes: [{name: v, hostPath: {path: /x}}]}"),
        new Case(
            "directives in a part that is new are left out of it",
            Pod.SCHEMA,
            "{}",
            "spec: {volumes: [{name: v, $retainKeys: [name, emptyDir], emptyDir: {}}],"
                + " $setElementOrder/containers: [{name: a}],"
                + " containers: [{name: a, tty: null}, {name: b, $patch: delete}]}",
            "spec: {volumes: [{name: v, emptyDir: {}}], containers: [{name: a}]}"));
  }

  static List<Case> orders() {
    return List.of(
        new Case(
            "$setElementOrder orders what the patch names",
            Pod.SCHEMA,
            "spec: {containers: [{name: a}, {name: b}, {name: c}]}",
            "spec: {$setElementOrder/containers: [{name: c}, {name: a}, {name: b}]}",
            "spec: {containers: [{name: c}, {name: a}, {name: b}]}"),
        new Case(
            "$setElementOrder puts new elements in their place",
            Pod.SCHEMA,
            "spec: {containers: [{name: a}, {name: c}]}",
            "spec: {$setElementOrder/containers: [{name: a}, {name: b}, {name: c}],"
                + " containers: [{name: b, image: i}]}",
            "spec: {containers: [{name: a}, {name: b, image: i}, {name: c}]}"),
        new Case(
            "elements that the order does not name keep their place among the others",
            Pod.SCHEMA,
            "spec: {containers: [{name: server}, {name: a}, {name: b}]}",
            "spec: {$setElementOrder/containers: [{name: b}, {name: a}]}",
            "spec: {containers: [{name: server}, {name: b}, {name: a}]}"),
        new Case(
            "an element is removed beside an order",
            Pod.SCHEMA,
            "spec: {containers: [{name: a}, {name: b}]}",
            "spec: {$setElementOrder/containers: [{name: b}], containers: [{$patch: delete, name: a}]}",
            "spec: {containers: [{name: b}]}"),
        new Case(
            "sets are ordered too",
            Pod.SCHEMA,
            "metadata: {finalizers: [a, b, c]}",
            "metadata: {$setElementOrder/finalizers: [c, d, a], finalizers: [d]}",
            "metadata: {finalizers: [b, c, d, a]}"),
        new Case(
            "an order of what is not there does nothing",
            Pod.SCHEMA,
            "spec: {nodeName: n}",
            "spec: {$setElementOrder/containers: [{name: a}]}",
            "spec: {nodeName: n}"),
        new Case(
            "what kubectl apply sends for an image and a variable",
            Deployment.SCHEMA,
            "spec: {template: {spec: {containers: [{name: web, image: a, env: [{name: X, value: '1'},"
                + " {name: Y, value: '2'}]}, {name: injected, image: i}]}}}",
            "spec: {template: {spec: {$setElementOrder/containers: [{name: web}], containers: [{"
                + "$setElementOrder/env: [{name: Y}], name: web, image: b, env: [{$patch: delete, name: X}]}]}}}",
            "spec: {template: {spec: {containers: [{name: web, image: b, env: [{name: Y, value: '2'}]},"
                + " {name: injected, image: i}]}}}"));
  }

  @ParameterizedTest
  @MethodSource({"lists", "maps", "directives", "orders"})
  void merges(Case example) {
    assertThat(apply(example.schema(), example.tree(), example.patch()))
        .isEqualTo(yaml(example.expected()));
  }

  @ParameterizedTest
  @MethodSource({"lists", "maps", "directives", "orders"})
  void mergesTheSameTwice(Case example) {
    var once = apply(example.schema(), example.tree(), example.patch());
    assertThat(StrategicMergePatch.apply(example.schema(), once, yaml(example.patch())))
        .isEqualTo(once);
  }

  static List<Case> wrong() {
    return List.of(
        new Case("not an object", Pod.SCHEMA, "{}", "[1]", "MALFORMED"),
        new Case("unknown directive", Pod.SCHEMA, "spec: {}", "spec: {$patch: jump}", "MALFORMED"),
        new Case("directive no text", Pod.SCHEMA, "spec: {}", "spec: {$patch: 1}", "MALFORMED"),
        new Case(
            "retainKeys no list", Pod.SCHEMA, "spec: {}", "spec: {$retainKeys: 1}", "MALFORMED"),
        new Case(
            "sets a field that is not retained",
            Pod.SCHEMA,
            "spec: {}",
            "spec: {$retainKeys: [a], nodeName: n}",
            "MALFORMED"),
        new Case(
            "deletes from no list",
            Pod.SCHEMA,
            "metadata: {finalizers: [a]}",
            "metadata: {$deleteFromPrimitiveList/finalizers: a}",
            "MALFORMED"),
        new Case(
            "order is no list",
            Pod.SCHEMA,
            "spec: {containers: [{name: a}]}",
            "spec: {$setElementOrder/containers: a}",
            "MALFORMED"),
        new Case(
            "element missing in the order",
            Pod.SCHEMA,
            "spec: {containers: [{name: a}]}",
            "spec: {$setElementOrder/containers: [{name: a}], containers: [{name: b}]}",
            "MALFORMED"),
        new Case(
            "no merge key",
            Pod.SCHEMA,
            "spec: {containers: [{name: a}]}",
            "spec: {containers: [{image: i}]}",
            "UNPROCESSABLE"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refuses(Case example) {
    assertThatThrownBy(() -> apply(example.schema(), example.tree(), example.patch()))
        .isInstanceOfSatisfying(
            PatchException.class, it -> assertThat(it.kind()).hasToString(example.expected()));
  }

  @Test
  void leavesTheTreeAndThePatchAsTheyWere() {
    var tree = yaml("spec: {containers: [{name: a}], nodeSelector: {x: y}}");
    var patch = yaml("spec: {containers: [{name: a, image: i}], nodeSelector: {x: null}}");
    StrategicMergePatch.apply(Pod.SCHEMA, tree, patch);
    assertThat(tree).isEqualTo(yaml("spec: {containers: [{name: a}], nodeSelector: {x: y}}"));
    assertThat(patch)
        .isEqualTo(yaml("spec: {containers: [{name: a, image: i}], nodeSelector: {x: null}}"));
  }

  /// A patch that orders all elements puts them in that order, whatever they were.
  @Test
  void ordersWhatItNamesInAnyOrder() {
    for (var seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var before = random.ints(6, 0, 10).distinct().mapToObj(it -> "{name: c" + it + "}").toList();
      var order = random.ints(8, 0, 10).distinct().mapToObj(it -> "{name: c" + it + "}").toList();
      var result =
          apply(
              Pod.SCHEMA,
              "spec: {containers: " + before + "}",
              "spec: {$setElementOrder/containers: " + order + ", containers: " + order + "}");
      var named = Trees.asList(Trees.get(result, "spec", "containers")).stream();
      var expected = Trees.asList(yaml(order.toString()));
      assertThat(named.filter(expected::contains)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static Object apply(Schema<?> schema, String tree, String patch) {
    return StrategicMergePatch.apply(schema, yaml(tree), yaml(patch));
  }

  private static Object yaml(String text) {
    return Json.parse(Json.print(Yaml.parse(text.getBytes(StandardCharsets.UTF_8))));
  }
}
