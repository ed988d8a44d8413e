package dev.podo.clients.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Kubectls;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What a person does with kubectl to kinds of his own, on a cluster of a simulated node.
@Tag("e2e")
@TestMethodOrder(MethodOrderer.MethodName.class)
class CustomResourcesKubectlTest {
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    Kubectls.assumeKubectl();
    cluster = Cluster.start("--runtime", "simulated", "--nodes", "1", "--api-port", "0");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static String kubectl(String... arguments) {
    return cluster.kubectl(arguments).requireSuccess().out();
  }

  private static String apply(String manifest) {
    return cluster.kubectlWith(manifest, "apply", "-f", "-").requireSuccess().out();
  }

  private static String definition(String plural, String singular, String kind, String shortName) {
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: %1$s.shop.example.com}
    spec:
      group: shop.example.com
      scope: Namespaced
      names: {plural: %1$s, singular: %2$s, kind: %3$s, shortNames: [%4$s], categories: [all]}
      versions:
      - name: v1
        served: true
        storage: true
        schema:
          openAPIV3Schema:
            type: object
            properties:
              spec:
                type: object
                required: [color]
                properties:
                  color: {type: string, enum: [red, green, blue]}
                  size: {type: integer, default: 7}
                  replicas: {type: integer, minimum: 0, default: 1}
              status:
                type: object
                properties: {replicas: {type: integer}}
        subresources:
          status: {}
          scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
        selectableFields: [{jsonPath: .spec.color}]
        additionalPrinterColumns:
        - {name: Color, type: string, jsonPath: .spec.color}
        - {name: Size, type: integer, jsonPath: .spec.size, priority: 1}
    """
        .formatted(plural, singular, kind, shortName);
  }

  private static void define(String plural, String singular, String kind, String shortName) {
    apply(definition(plural, singular, kind, shortName));
    kubectl(
        "wait",
        "--for=condition=Established",
        "crd/" + plural + ".shop.example.com",
        "--timeout=60s");
    // kubectl may have kept what there was before.
    assertThat(kubectl("api-resources", "--cached=false", "--api-group=shop.example.com"))
        .contains(plural);
  }

  private static void awaitGone(String resource) {
    Cluster.await(
        resource + " to be gone",
        () -> cluster.kubectl("get", resource).err().contains("(NotFound)"));
  }

  private static String object(String kind, String name, String color) {
    return """
    apiVersion: shop.example.com/v1
    kind: %s
    metadata: {name: %s}
    spec: {color: %s}
    """
        .formatted(kind, name, color);
  }

  @Test
  void appliesGetsPatchesEditsScalesAndDeletes() {
    define("widgets", "widget", "Widget", "wd");
    assertThat(apply(object("Widget", "one", "red")))
        .contains("widget.shop.example.com/one created");
    assertThat(apply(object("Widget", "one", "red")))
        .contains("widget.shop.example.com/one unchanged");
    assertThat(apply(object("Widget", "one", "green")))
        .contains("widget.shop.example.com/one configured");
    apply(object("Widget", "two", "blue"));

    assertThat(kubectl("get", "wd", "one").lines().toList().toString())
        .matches("\\[NAME +COLOR *, one +green *]");
    assertThat(kubectl("get", "widgets", "-o", "wide")).contains("NAME", "COLOR", "SIZE", "7");
    assertThat(kubectl("get", "all")).contains("widget.shop.example.com/one");
    assertThat(kubectl("get", "wd", "--field-selector", "spec.color=blue", "-o", "name"))
        .isEqualTo("widget.shop.example.com/two\n");
    assertThat(cluster.kubectl("get", "wd", "--field-selector", "spec.size=7").err())
        .contains("field label not supported: spec.size");

    kubectl("patch", "wd", "one", "--type=merge", "-p", "{\"spec\":{\"size\":8}}");
    kubectl(
        "patch",
        "wd",
        "one",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/spec/color\",\"value\":\"red\"}]");
    cluster
        .run(
            Map.of("KUBE_EDITOR", "sed -i -e s/red/blue/"),
            "kubectl",
            "--kubeconfig",
            cluster.kubeconfig().toString(),
            "edit",
            "widget",
            "one")
        .requireSuccess();
    kubectl("scale", "wd/one", "--replicas=4");
    kubectl("label", "wd", "one", "tier=gold");
    assertThat(
            kubectl(
                "get",
                "wd",
                "-l",
                "tier=gold",
                "-o",
                "jsonpath={.items[*].spec.color} {.items[*].spec.size} {.items[*].spec.replicas}"))
        .isEqualTo("blue 8 4");
    kubectl(
        "patch",
        "wd",
        "one",
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"replicas\":4}}");
    kubectl("wait", "wd/one", "--for=jsonpath={.status.replicas}=4", "--timeout=60s");
    assertThat(kubectl("describe", "wd", "one")).contains("Kind:", "Widget", "blue");
    kubectl("delete", "wd", "--all");
    assertThat(cluster.kubectl("get", "wd").err()).contains("No resources found");
    kubectl("delete", "crd", "widgets.shop.example.com", "--timeout=60s");
  }

  @Test
  void refusesWhatTheSchemaForbids() {
    define("gadgets", "gadget", "Gadget", "gd");
    assertThat(cluster.kubectlWith(object("Gadget", "bad", "pink"), "create", "-f", "-").err())
        .contains(
            "The Gadget \"bad\" is invalid: spec.color: Unsupported value: \"pink\": supported"
                + " values: \"red\", \"green\", \"blue\"");
    assertThat(
            cluster.kubectlWith(object("Gadget", "odd", "red, odd: 1"), "create", "-f", "-").err())
        .contains("unknown field \"spec.odd\"");
    kubectl("delete", "crd", "gadgets.shop.example.com", "--timeout=60s");
  }

  @Test
  void deletesObjectsWithTheirDefinitionAndWaitsForTheirFinalizers() {
    define("tools", "tool", "Tool", "tl");
    apply(object("Tool", "held", "red").replace("held}", "held, finalizers: [example.com/hold]}"));
    apply(object("Tool", "free", "red"));
    kubectl("delete", "crd", "tools.shop.example.com", "--wait=false");
    awaitGone("tool/free");
    assertThat(kubectl("get", "tools", "-o", "name")).isEqualTo("tool.shop.example.com/held\n");
    assertThat(
            kubectl(
                "get",
                "crd",
                "tools.shop.example.com",
                "-o",
                "jsonpath={.status.conditions[?(@.type=='Terminating')].status}"))
        .isEqualTo("True");
    kubectl("patch", "tool", "held", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
    awaitGone("crd/tools.shop.example.com");
  }

  @Test
  void ownsIsOwnedAndGoesWithItsNamespace() {
    define("boxes", "box", "Box", "bx");
    apply(object("Box", "owner", "red"));
    var uid = kubectl("get", "box", "owner", "-o", "jsonpath={.metadata.uid}");
    apply(ownedBy(uid, "v1", "ConfigMap"));
    apply(ownedBy(uid, "shop.example.com/v1", "Box") + "spec: {color: blue}\n");
    kubectl("delete", "box", "owner");
    awaitGone("configmap/owned");
    awaitGone("box/owned");

    kubectl("create", "namespace", "boxed");
    var held =
        object("Box", "held", "red").replace("held}", "held, finalizers: [example.com/hold]}");
    cluster.kubectlWith(held, "-n", "boxed", "apply", "-f", "-").requireSuccess();
    kubectl("delete", "namespace", "boxed", "--wait=false");
    var remaining =
        "jsonpath={.status.conditions[?(@.type=='NamespaceFinalizersRemaining')].message}";
    Cluster.await(
        "the namespace tells of the finalizer",
        () ->
            kubectl("get", "namespace", "boxed", "-o", remaining)
                .contains("example.com/hold in 1 resource instances"));
    kubectl(
        "-n",
        "boxed",
        "patch",
        "box",
        "held",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":null}}");
    awaitGone("namespace/boxed");
  }

  private static String ownedBy(String uid, String apiVersion, String kind) {
    return """
    apiVersion: %s
    kind: %s
    metadata:
      name: owned
      ownerReferences:
      - {apiVersion: shop.example.com/v1, kind: Box, name: owner, uid: %s}
    """
        .formatted(apiVersion, kind, uid);
  }

  @Test
  void survivesTheDeathOfTheServer() {
    define("stones", "stone", "Stone", "st");
    apply(object("Stone", "old", "red"));
    cluster.kill();
    cluster.up();
    assertThat(kubectl("get", "st", "old", "-o", "jsonpath={.spec.color}")).isEqualTo("red");
    assertThat(apply(object("Stone", "new", "blue")))
        .contains("stone.shop.example.com/new created");
    kubectl("delete", "crd", "stones.shop.example.com", "--timeout=60s");
  }
}
