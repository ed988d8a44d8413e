package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.patch.MergePatch;
import dev.podo.machinery.tree.Trees;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What upstream's suite does with most kinds, one after the other ("should support … API
/// operations", "should run through the lifecycle of …"), done with every kind that there is.
class ApiOperationsTest {
  /// Questions and commands, which are never stored, and what is deleted in steps.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "Binding",
          "ComponentStatus",
          "TokenReview",
          "SelfSubjectReview",
          "SubjectAccessReview",
          "LocalSubjectAccessReview",
          "SelfSubjectAccessReview",
          "SelfSubjectRulesReview",
          "Namespace");

  private static final String NAMESPACE = "operations";

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace(NAMESPACE);
  }

  static List<Sample> samples() {
    return Sample.all();
  }

  @Test
  void everyKindHasASample() {
    assertThat(samples())
        .extracting(sample -> (Object) sample.kind())
        .containsAll(
            Catalogue.builtIn().all().stream()
                .filter(kind -> !ELSEWHERE.contains(kind.kind()))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isDiscovered(Sample sample) {
    var resources = Trees.asList(Trees.get(rest.get(sample.root()), "resources"));
    Kind<?> kind = sample.kind();
    assertThat(versions(kind.group())).contains(kind.apiVersion());
    if (kind.hasStatus()) {
      assertThat(resources)
          .filteredOn(it -> Trees.text(it, "name").equals(kind.plural() + "/status"))
          .singleElement()
          .satisfies(it ->
              assertThat(Trees.asList(Trees.get(it, "verbs")))
                  .containsExactlyInAnyOrder("get", "patch", "update"));
    }
    assertThat(resources)
        .filteredOn(it -> Trees.text(it, "name").equals(kind.plural()))
        .singleElement()
        .satisfies(it -> {
          assertThat(Trees.text(it, "kind")).isEqualTo(kind.kind());
          assertThat(Trees.get(it, "namespaced")).isEqualTo(kind.namespaced());
          assertThat(Trees.asList(Trees.get(it, "verbs")))
              .containsExactlyInAnyOrder(
                  "create",
                  "delete",
                  "deletecollection",
                  "get",
                  "list",
                  "patch",
                  "update",
                  "watch");
        });
  }

  /// As the list of all groups and the group itself tell them.
  private List<String> versions(String group) {
    if (group.isEmpty()) {
      return Trees.asList(Trees.get(rest.get("/api"), "versions")).stream()
          .map(Object::toString)
          .toList();
    }
    var alone = rest.get("/apis/" + group);
    var listed =
        Trees.asList(Trees.get(rest.get("/apis"), "groups")).stream()
            .filter(it -> Trees.text(it, "name").equals(group))
            .toList();
    var versions = Trees.asList(Trees.get(alone, "versions"));
    assertThat(listed)
        .singleElement()
        .satisfies(it -> assertThat(Trees.asList(Trees.get(it, "versions"))).isEqualTo(versions));
    return versions.stream().map(it -> Trees.text(it, "groupVersion")).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void supportsItsOperations(Sample sample) {
    var collection = sample.collection(NAMESPACE);
    var object = collection + "/" + sample.name(1);
    var created = create(sample, 1);
    assertThat(Trees.text(created, "kind")).isEqualTo(sample.kind().kind());
    assertThat(Trees.text(rest.get(object), "metadata", "uid"))
        .isNotEmpty()
        .isEqualTo(Trees.text(created, "metadata", "uid"));
    assertThat(names(collection)).containsExactly(sample.name(1));
    assertThat(names(sample.everywhere())).containsExactly(sample.name(1));
    var version = Trees.text(created, "metadata", "resourceVersion");
    try (var watching =
        rest.watch(
            collection + "?watch=true&labelSelector=sampled%3Dyes&resourceVersion=" + version)) {
      rest.patch(object, "{\"metadata\":{\"annotations\":{\"patched\":\"yes\"}}}");
      var patched = watching.await(e -> e.text("metadata", "annotations", "patched").equals("yes"));
      assertThat(patched.type()).isEqualTo("MODIFIED");
      rest.update(object, it -> Trees.set(it, "yes", "metadata", "annotations", "updated"));
      watching.await(e -> e.text("metadata", "annotations", "updated").equals("yes"));
      rest.delete(object, "{\"gracePeriodSeconds\":0}");
      var deleted = watching.await(e -> e.type().equals("DELETED"));
      assertThat(deleted.name()).isEqualTo(sample.name(1));
    }
    CLUSTER.awaitGone(object);
    create(sample, 2);
    create(sample, 3);
    rest.create(collection, sample.object(NAMESPACE, 5));
    assertThat(names(collection)).containsExactly(sample.name(2), sample.name(3));
    rest.delete(collection + "?labelSelector=sampled%3Dyes");
    OnCluster.await("the collection to be gone", () -> names(collection).isEmpty());
    var kept = collection + "/" + sample.name(5);
    assertThat(Trees.get(rest.get(kept), "metadata", "deletionTimestamp")).isNull();
    rest.delete(kept, "{\"gracePeriodSeconds\":0}");
  }

  private Object create(Sample sample, int number) {
    var object = sample.object(NAMESPACE, number);
    return rest.create(
        sample.collection(NAMESPACE), Trees.set(object, "yes", "metadata", "labels", "sampled"));
  }

  private List<String> names(String collection) {
    var list = rest.get(collection + "?labelSelector=sampled%3Dyes");
    return Trees.asList(Trees.get(list, "items")).stream()
        .map(item -> Trees.text(item, "metadata", "name"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void keepsItsStatusApart(Sample sample) {
    var collection = sample.collection(NAMESPACE);
    var status = collection + "/" + sample.name(4) + "/status";
    rest.create(collection, sample.object(NAMESPACE, 4));
    if (sample.kind().hasStatus()) {
      var patch = sample.statusPatch();
      var patched = rest.patch(status, new String(Json.print(patch), StandardCharsets.UTF_8));
      assertThat(Trees.get(MergePatch.apply(patched, patch), "status"))
          .isEqualTo(Trees.get(patched, "status"));
      var before = new AtomicReference<Object>();
      var updated =
          rest.update(
              status,
              it -> {
                before.set(it);
                return Trees.set(it, "yes", "spec", "unknown");
              });
      // Of what was replaced: controllers may have changed it since it was created.
      assertThat(Trees.get(updated, "metadata", "generation"))
          .isEqualTo(Trees.get(before.get(), "metadata", "generation"));
      assertThat(Trees.get(updated, "spec")).isEqualTo(Trees.get(before.get(), "spec"));
    } else {
      rest.ask(status).require(404);
    }
    var object = collection + "/" + sample.name(4);
    rest.delete(object, "{\"gracePeriodSeconds\":0}");
    CLUSTER.awaitGone(object);
  }
}
