package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.e2e.conformance.Watching.Event;
import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// CustomResourceDefinitions, and what they define.
class DefinitionsTest {
  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("definitions");
  }

  private static List<Object> conditions(Object definition) {
    return Rest.list(definition, "status", "conditions");
  }

  @Test
  void areEstablishedAndDeleted() {
    var things = Definition.of("simples", "Simple", "{type: object}").establish(CLUSTER);
    assertThat(Trees.text(rest.get(things.objects("definitions")), "kind")).isEqualTo("SimpleList");
    rest.delete(things.path());
    CLUSTER.awaitGone(things.path());
    OnCluster.await(
        "its objects to be served no more",
        () -> rest.ask(things.objects("definitions")).code() == 404);
  }

  @Test
  void areWatchedAndSoAreTheirObjects() {
    var version = Trees.text(rest.get(Definition.ALL), "metadata", "resourceVersion");
    var things = Definition.of("watcheds", "Watched", "{type: object}");
    try (var watching =
        rest.watch(
            Definition.ALL
                + "?watch=true&fieldSelector=metadata.name%3D"
                + things.name()
                + "&resourceVersion="
                + version)) {
      things.establish(CLUSTER);
      assertThat(watching.next().type()).isEqualTo("ADDED");
      watchObjects(things.objects("definitions"));
      rest.patch(things.path(), "{\"metadata\":{\"annotations\":{\"patched\":\"yes\"}}}");
      var patched = watching.await(e -> e.text("metadata", "annotations", "patched").equals("yes"));
      assertThat(patched.type()).isEqualTo("MODIFIED");
      rest.delete(things.path());
      assertThat(watching.await(e -> e.type().equals("DELETED")).name()).isEqualTo(things.name());
    }
  }

  private void watchObjects(String objects) {
    var version = Trees.text(rest.get(objects), "metadata", "resourceVersion");
    try (var watching = rest.watch(objects + "?watch=true&resourceVersion=" + version)) {
      for (var name : List.of("a", "b")) {
        rest.create(
            objects,
            "{apiVersion: sampled.example.com/v1, kind: Watched, metadata: {name: %s}}"
                .formatted(name));
      }
      rest.patch(objects + "/a", "{\"metadata\":{\"labels\":{\"patched\":\"yes\"}}}");
      rest.delete(objects + "/a");
      rest.delete(objects + "/b");
      assertThat(watching.next(5))
          .extracting(Event::toString)
          .containsExactly("ADDED a", "ADDED b", "MODIFIED a", "DELETED a", "DELETED b");
    }
  }

  @Test
  void haveAStatusThatIsReadUpdatedAndPatched() {
    var things = Definition.of("tolds", "Told", "{type: object}").establish(CLUSTER);
    var status = things.path() + "/status";
    assertThat(conditions(rest.get(status))).isNotEmpty();
    rest.update(
        status,
        it -> {
          var conditions = new ArrayList<>(conditions(it));
          conditions.add(
              Map.of("type", "StatusUpdate", "status", "True", "reason", "E2E", "message", "set"));
          return Trees.set(it, conditions, "status", "conditions");
        });
    assertThat(conditions(rest.get(things.path())))
        .extracting(it -> Trees.text(it, "type"))
        .contains("Established", "StatusUpdate");
    rest.patch(
        status,
        """
        {"metadata":{"annotations":{"patchedstatus":"true"}},
         "status":{"conditions":[{"type":"StatusPatched","status":"True","reason":"E2E","message":"set"}]}}\
        """);
    var patched = rest.get(things.path());
    assertThat(Trees.text(patched, "metadata", "annotations", "patchedstatus")).isEqualTo("true");
    assertThat(conditions(patched))
        .extracting(it -> Trees.text(it, "type"))
        .contains("StatusPatched");
    rest.delete(things.path());
  }

  @Test
  void areListedAndDeletedByLabel() {
    var labelled = Definition.ALL + "?labelSelector=listed%3Dyes";
    var names = new ArrayList<String>();
    for (int i = 0; i < 10; i++) {
      var one =
          Definition.of("listed" + i + "s", "Listed" + i, "{type: object}").establish(CLUSTER);
      rest.patch(one.path(), "{\"metadata\":{\"labels\":{\"listed\":\"yes\"}}}");
      names.add(one.name());
    }
    var other = Definition.of("unlisteds", "Unlisted", "{type: object}").establish(CLUSTER);
    assertThat(Rest.list(rest.get(labelled), "items"))
        .extracting(it -> Trees.text(it, "metadata", "name"))
        .containsExactlyElementsOf(names);
    rest.delete(labelled);
    OnCluster.await(
        "the labelled ones to be gone", () -> Rest.list(rest.get(labelled), "items").isEmpty());
    names.forEach(name -> CLUSTER.awaitGone(Definition.ALL + "/" + name));
    assertThat(Trees.get(rest.get(other.path()), "metadata", "deletionTimestamp")).isNull();
    rest.delete(other.path());
  }

  @Test
  void fillDefaultsOfRequestsAndOfWhatIsStored() {
    var without = "{type: object, properties: {a: {type: string}, b: {type: string}}}";
    var things = Definition.of("defaults", "Default", without).establish(CLUSTER);
    var objects = things.objects("definitions");
    rest.create(
        objects, "{apiVersion: sampled.example.com/v1, kind: Default, metadata: {name: old}}");
    assertThat(Trees.get(rest.get(objects + "/old"), "a")).isNull();
    changeDefaults(things, Map.of("type", "string", "default", "A"), Map.of("type", "string"));
    OnCluster.await(
        "the default of what is stored",
        () -> Trees.text(rest.get(objects + "/old"), "a").equals("A"));
    var made =
        rest.create(
            objects, "{apiVersion: sampled.example.com/v1, kind: Default, metadata: {name: new}}");
    assertThat(Trees.text(made, "a")).isEqualTo("A");
    changeDefaults(things, Map.of("type", "string"), Map.of("type", "string", "default", "B"));
    OnCluster.await(
        "the other default", () -> Trees.text(rest.get(objects + "/new"), "b").equals("B"));
    // Written with the object, not only shown with it.
    assertThat(Trees.text(rest.get(objects + "/new"), "a")).isEqualTo("A");
    assertThat(Trees.get(rest.get(objects + "/old"), "a")).isNull();
    assertThat(Trees.text(rest.get(objects + "/old"), "b")).isEqualTo("B");
    rest.delete(things.path());
  }

  private void changeDefaults(Definition things, Map<String, Object> a, Map<String, Object> b) {
    var properties = Map.<String, Object>of("a", a, "b", b);
    rest.update(
        things.path(),
        it -> {
          var version = Rest.list(it, "spec", "versions").getFirst();
          var changed = Trees.set(version, properties, "schema", "openAPIV3Schema", "properties");
          return Trees.set(it, List.of(changed), "spec", "versions");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v2beta1"})
  void appearInTheDiscoveryOfEverything(String version) {
    var things =
        Definition.of(
            "found" + version + "s", "Found" + version.replace("v", "V"), "{type: object}");
    things.establish(CLUSTER);
    var accept =
        "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
    OnCluster.await(
        "its group in the discovery of everything",
        () -> rest.ask("/apis", "Accept", accept).text().contains("\"" + things.plural() + "\""));
    var group =
        Rest.list(rest.ask("/apis", "Accept", accept).tree(), "items").stream()
            .filter(it -> Trees.text(it, "metadata", "name").equals(Definition.GROUP))
            .findFirst()
            .orElseThrow();
    var resources = Rest.list(Trees.asList(Trees.get(group, "versions")).getFirst(), "resources");
    assertThat(resources)
        .filteredOn(it -> Trees.text(it, "resource").equals(things.plural()))
        .singleElement()
        .satisfies(it -> {
          assertThat(Trees.text(it, "responseKind", "kind")).isEqualTo(things.kind());
          assertThat(Trees.text(it, "scope")).isEqualTo("Namespaced");
        });
    rest.delete(things.path());
  }
}
