package dev.podo.machinery.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.machinery.kinds.event.EventsV1;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.meta.v1.ListMeta;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
  private final Catalogue catalogue = Catalogue.builtIn();

  static List<Kind<?>> all() {
    return Catalogue.builtIn().all();
  }

  static List<? extends Kind<?>> kinds() {
    return all().stream().filter(Kind::isStored).toList();
  }

  @Test
  void namesAreUnique() {
    for (var groupVersion : catalogue.groupVersions()) {
      var words = new HashSet<String>();
      for (var kind : catalogue.in(groupVersion)) {
        var own = new HashSet<>(List.of(kind.plural(), kind.singular()));
        own.addAll(kind.shortNames());
        for (var word : own) {
          assertThat(words.add(word)).as("%s of %s", word, kind).isTrue();
        }
      }
    }
  }

  @Test
  void findsKindsByWhatRequestsSay() {
    assertThat(catalogue.byResource("", "v1", "pods")).isSameAs(Pods.KIND);
    assertThat(catalogue.byGvk(new GroupVersionKind("", "v1", "Pod"))).isSameAs(Pods.KIND);
    assertThat(catalogue.byResource("apps", "v1beta1", "deployments")).isNull();
    assertThat(catalogue.groups()).contains("", "apps", "events.k8s.io");
    assertThat(catalogue.in(new GroupVersion("apps", "v1")).stream().map(Kind::plural))
        .containsExactly(
            "controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets");
  }

  @Test
  void refusesAKindDeclaredTwice() {
    assertThatThrownBy(() -> catalogue.with(List.of(Pods.KIND)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theTwoViewsOfEventsShareTheirStorage() {
    assertThat(EventsV1.KIND.storageKey()).isEqualTo(Events.KIND.storageKey());
    assertThat(EventsV1.KIND.storageKind()).isSameAs(Events.KIND);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyKindIsNamedLikeItsType(Kind<?> kind) {
    var type = kind.group().isEmpty() ? "core" : kind.group().replaceFirst("\\..*", "");
    assertThat(kind.schema().name())
        .startsWith("io.k8s.")
        .endsWith("." + type + "." + kind.version() + "." + kind.kind());
    assertThat(kind.verbs()).isSorted();
  }

  @Test
  void whatIsNotStoredIsNeitherWatchedNorChanged() {
    for (var kind : all()) {
      if (!kind.isStored()) {
        assertThat(kind.verbs()).as("%s", kind).isSubsetOf("create", "get", "list");
        assertThat(kind.subresources()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindIsDeclaredWholly(Kind<?> kind) {
    assertThat(kind.listSchema().name()).isEqualTo(kind.schema().name() + "List");
    assertThat(kind.schema().field("metadata")).isNotNull();
    assertThat(kind.schema().field("status") != null)
        .as("has a status subresource if it has a status")
        .isEqualTo(kind.subresources().contains(Subresource.STATUS));
    assertThat(kind.subresources().contains(Subresource.SCALE)).isEqualTo(kind.scale() != null);
    assertThat(kind.verbs()).isSorted().contains("get", "list", "watch", "create");
    assertThat(kind.selectableFields()).containsKey("metadata.name");
    assertThat(kind.selectableFields().containsKey("metadata.namespace"))
        .isEqualTo(kind.namespaced());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyColumnIsDescribed(Kind<?> kind) {
    assertThat(kind.columns()).isNotEmpty();
    assertThat(kind.columns())
        .allSatisfy(column -> {
          assertThat(column.name()).isNotBlank();
          assertThat(column.description()).endsWith(".");
          assertThat(column.type()).isIn("string", "integer", "number", "boolean", "date");
          assertThat(column.priority()).isBetween(0, 1);
        });
    assertThat(kind.columns().stream().filter(it -> it.format().equals("name"))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindTakesEmptyObjects(Kind<?> kind) {
    takesEmptyObjects(kind);
  }

  private static <T extends ApiObject> void takesEmptyObjects(Kind<T> kind) {
    var empty = kind.schema().of(new Object[kind.schema().fields().size()]);
    var strategy = kind.strategy();
    var created = strategy.defaults(strategy.prepareForCreate(empty));
    assertThat(strategy.defaults(created)).isEqualTo(created);
    assertThat(strategy.validate(created)).isNotEmpty();
    assertThat(strategy.gracePeriod(created, null)).isZero();
    assertThat(strategy.validateUpdate(strategy.prepareForUpdate(created, created), created))
        .isNotEmpty();
    assertThat(strategy.prepareForStatusUpdate(created, created)).isEqualTo(created);
    assertThat(created.kind()).isEqualTo(kind.kind());
    assertThat(created.apiVersion()).isEqualTo(kind.apiVersion());
    assertThat(kind.fromStorage(kind.toStorage(created))).isEqualTo(created);
    kind.selectableFields().values().forEach(field -> assertThat(field.apply(created)).isNotNull());
  }

  @Test
  void listsCarryTheirKind() {
    var list = Pods.KIND.newList(ListMeta.EMPTY, List.of(Pod.EMPTY));
    assertThat(list.kind()).isEqualTo("PodList");
    assertThat(list.apiVersion()).isEqualTo("v1");
    assertThat(list.items()).hasSize(1);
  }
}
