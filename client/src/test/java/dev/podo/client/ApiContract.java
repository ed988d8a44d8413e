package dev.podo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.Preconditions;
import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What every transport of the [Api] port, and every fake, must do.
public abstract class ApiContract {
  /// An API in which the namespace `default` exists and has no ConfigMap with the label `contract`.
  protected abstract Api api();

  private Deadline soon() {
    return Deadline.after(Clock.system(), Duration.ofSeconds(10));
  }

  private static ConfigMap map(String name, String value) {
    var metadata =
        ObjectMeta.builder()
            .namespace("default")
            .name(name)
            .labels(Map.of("contract", "yes", "value", value))
            .build();
    return ConfigMap.builder().metadata(metadata).data(Map.of("key", value)).build();
  }

  private ConfigMap create(String name, String value) {
    return api().create(ConfigMaps.KIND, map(name, value), WriteOptions.defaults());
  }

  private static ListOptions ours() {
    return ListOptions.in("default").withLabels(LabelPredicate.parse("contract=yes"));
  }

  private static WatchOptions watched() {
    return WatchOptions.stateAndChanges()
        .withNamespace("default")
        .withLabels(LabelPredicate.parse("contract=yes"));
  }

  @Test
  void createsAndReadsBack() {
    var created = create("a", "1");

    assertThat(created.metadata().uid()).isNotEmpty();
    assertThat(created.metadata().resourceVersion()).matches("[1-9][0-9]*");
    assertThat(created.metadata().creationTimestamp()).isNotNull();
    assertThat(api().get(ConfigMaps.KIND, "default", "a")).isEqualTo(created);
  }

  @Test
  void namesWhatHasOnlyAPrefix() {
    var prefixed =
        map("", "1")
            .with(b ->
                b.metadata(ObjectMeta.builder().namespace("default").generateName("gen-").build()));

    var created = api().create(ConfigMaps.KIND, prefixed, WriteOptions.defaults());

    assertThat(created.metadata().name()).matches("gen-[a-z0-9]{5}");
  }

  @Test
  void refusesASecondObjectOfTheSameName() {
    create("a", "1");

    assertThatThrownBy(() -> create("a", "2"))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isAlreadyExists()).isTrue());
  }

  @Test
  void tellsThatAnObjectIsNotThere() {
    assertThatThrownBy(() -> api().get(ConfigMaps.KIND, "default", "none"))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isNotFound()).isTrue())
        .hasMessage("configmaps \"none\" not found");
  }

  @Test
  void updatesOnlyTheVersionThatWasRead() {
    var first = create("a", "1");
    var second = first.with(b -> b.data(Map.of("key", "2")));

    var updated = api().update(ConfigMaps.KIND, second, WriteOptions.defaults());

    assertThat(updated.data()).containsEntry("key", "2");
    assertThat(Long.parseLong(updated.metadata().resourceVersion()))
        .isGreaterThan(Long.parseLong(first.metadata().resourceVersion()));
    assertThatThrownBy(() -> api().update(ConfigMaps.KIND, second, WriteOptions.defaults()))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isConflict()).isTrue());
  }

  @Test
  void patchesByEachKindOfPatch() {
    create("a", "1");

    patch(new Patch.Merge(Map.of("data", Map.of("merged", "1"))));
    patch(new Patch.Strategic(Map.of("metadata", Map.of("labels", Map.of("strategic", "1")))));
    var operation = Map.<String, Object>of("op", "add", "path", "/data/json", "value", "1");
    var patched = patch(new Patch.Json(List.of(operation)));

    assertThat(patched.data()).containsOnlyKeys("key", "merged", "json");
    assertThat(patched.metadata().labels()).containsEntry("strategic", "1");
  }

  private ConfigMap patch(Patch patch) {
    return api().patch(ConfigMaps.KIND, "default", "a", patch, "", WriteOptions.defaults());
  }

  @Test
  void aPatchThatChangesNothingMakesNoVersion() {
    var created = create("a", "1");

    assertThat(patch(new Patch.Merge(Map.of("data", Map.of("key", "1")))).metadata())
        .isEqualTo(created.metadata());
  }

  @Test
  void aPatchWithAnOldVersionConflicts() {
    var old = create("a", "1").metadata().resourceVersion();
    patch(new Patch.Merge(Map.of("data", Map.of("key", "2"))));
    var late = Map.of("metadata", Map.of("resourceVersion", old), "data", Map.of("key", "3"));

    assertThatThrownBy(() -> patch(new Patch.Merge(late)))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isConflict()).isTrue());
  }

  @Test
  void dryRunsLeaveNothingBehind() {
    api().create(ConfigMaps.KIND, map("a", "1"), WriteOptions.defaults().withDryRun(true));

    assertThat(api().list(ConfigMaps.KIND, ours()).items()).isEmpty();
  }

  @Test
  void deletesAtOnceWhatNothingHolds() {
    create("a", "1");

    assertThat(api().delete(ConfigMaps.KIND, "default", "a", DeleteOptions.EMPTY)).isNull();
    assertThat(api().list(ConfigMaps.KIND, ours()).items()).isEmpty();
  }

  @Test
  void keepsWhatHasAFinalizerUntilThatIsGone() {
    var held = map("a", "1");
    held = held.withMetadata(held.metadata().withFinalizers(List.of("podo.dev/test")));
    api().create(ConfigMaps.KIND, held, WriteOptions.defaults());

    var left = api().delete(ConfigMaps.KIND, "default", "a", DeleteOptions.EMPTY);
    assertThat(left).isNotNull();
    assertThat(left.metadata().deletionTimestamp()).isNotNull();

    var noFinalizers = new java.util.TreeMap<String, Object>();
    noFinalizers.put("finalizers", null);
    patch(new Patch.Merge(Map.of("metadata", noFinalizers)));
    assertThat(api().list(ConfigMaps.KIND, ours()).items()).isEmpty();
  }

  @Test
  void deletesOnlyTheObjectThatWasMeant() {
    create("a", "1");
    var another = Preconditions.builder().uid("00000000-0000-4000-8000-000000000000").build();
    var options = DeleteOptions.builder().preconditions(another).build();

    assertThatThrownBy(() -> api().delete(ConfigMaps.KIND, "default", "a", options))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isConflict()).isTrue());
  }

  @Test
  void deletesACollection() {
    create("a", "1");
    create("b", "2");

    api()
        .deleteCollection(
            ConfigMaps.KIND,
            ListOptions.in("default").withLabels(LabelPredicate.parse("value=1")),
            DeleteOptions.EMPTY);

    assertThat(names(api().list(ConfigMaps.KIND, ours()))).containsExactly("b");
  }

  private static List<String> names(Page<ConfigMap> page) {
    return page.items().stream().map(map -> map.metadata().name()).toList();
  }

  @Test
  void listsInPagesOfOneVersion() {
    for (var name : List.of("c", "a", "b")) {
      create(name, "1");
    }
    var first = api().list(ConfigMaps.KIND, ours().withLimit(2));
    var rest =
        api().list(ConfigMaps.KIND, ours().withLimit(2).withContinueToken(first.continueToken()));

    assertThat(names(first)).containsExactly("a", "b");
    assertThat(names(rest)).containsExactly("c");
    assertThat(rest.resourceVersion()).isEqualTo(first.resourceVersion());
    assertThat(rest.isLast()).isTrue();
  }

  @Test
  void selectsByLabelsAndFields() {
    create("a", "1");
    create("b", "2");

    var byLabel = ours().withLabels(LabelPredicate.parse("value in (2,3)"));
    var byField = ours().withFields(FieldPredicate.parse("metadata.name=a"));
    assertThat(names(api().list(ConfigMaps.KIND, byLabel))).containsExactly("b");
    assertThat(names(api().list(ConfigMaps.KIND, byField))).containsExactly("a");
  }

  @Test
  void watchesTheStateAndThenChanges() throws InterruptedException {
    create("a", "1");
    try (var stream = api().watch(ConfigMaps.KIND, watched())) {
      var seen = new ArrayList<String>();
      readUntil(stream, seen, WatchEvent::initialEventsEnd);
      assertThat(seen).containsExactly("ADDED a");

      seen.clear();
      create("b", "1");
      patch(new Patch.Merge(Map.of("data", Map.of("key", "2"))));
      patch(new Patch.Merge(Map.of("metadata", Map.of("labels", Map.of("contract", "no")))));
      api().delete(ConfigMaps.KIND, "default", "b", DeleteOptions.EMPTY);
      readUntil(
          stream,
          seen,
          event ->
              event.object().metadata().name().equals("b")
                  && event.type() == WatchEvent.Type.DELETED);
      assertThat(seen).containsExactly("ADDED b", "MODIFIED a", "DELETED a", "DELETED b");
    }
  }

  @Test
  void watchesFromAVersionOn() throws InterruptedException {
    create("a", "1");
    var version = api().list(ConfigMaps.KIND, ours()).resourceVersion();
    create("b", "1");
    var from = watched().withSendInitialEvents(false).withResourceVersion(version);
    try (var stream = api().watch(ConfigMaps.KIND, from)) {
      var event = stream.next(soon());

      assertThat(event).isNotNull();
      assertThat(event.type()).isEqualTo(WatchEvent.Type.ADDED);
      assertThat(event.object()).isEqualTo(api().get(ConfigMaps.KIND, "default", "b"));
    }
  }

  @Test
  void aDeletionHasAVersionOfItsOwn() throws InterruptedException {
    var created = create("a", "1");
    var from =
        watched()
            .withSendInitialEvents(false)
            .withResourceVersion(created.metadata().resourceVersion());
    try (var stream = api().watch(ConfigMaps.KIND, from)) {
      api().delete(ConfigMaps.KIND, "default", "a", DeleteOptions.EMPTY);
      var event = stream.next(soon());

      assertThat(event).isNotNull();
      assertThat(event.type()).isEqualTo(WatchEvent.Type.DELETED);
      assertThat(Long.parseLong(event.resourceVersion()))
          .isGreaterThan(Long.parseLong(created.metadata().resourceVersion()));
    }
  }

  private void readUntil(
      WatchStream<ConfigMap> stream, List<String> seen, Predicate<WatchEvent<ConfigMap>> last)
      throws InterruptedException {
    while (true) {
      var event = stream.next(soon());
      assertThat(event).as("an event after %s", seen).isNotNull();
      if (event.type() != WatchEvent.Type.BOOKMARK) {
        seen.add(event.type() + " " + event.object().metadata().name());
      }
      if (last.test(event)) {
        return;
      }
    }
  }
}
