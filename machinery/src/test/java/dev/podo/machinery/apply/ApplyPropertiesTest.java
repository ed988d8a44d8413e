package dev.podo.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.apply.FieldManager.Applied;
import dev.podo.machinery.apply.FieldManager.Endpoint;
import dev.podo.machinery.apply.FieldManager.Live;
import dev.podo.machinery.apply.FieldManager.Writer;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds of applying whatever is applied. The seed is the test's name.
class ApplyPropertiesTest {
  private static final int ROUNDS = 300;
  private static final Object EMPTY =
      Trees.asMap(Trees.canonical(Map.of("apiVersion", "example.com/v1", "kind", "Widget")));

  private final Shape shape = RandomWidgets.shape();
  private final FieldManager manager =
      new FieldManager(
          Versions.only("example.com/v1", shape),
          new GroupVersionKind("example.com", "v1", "Widget"),
          new Endpoint("", FieldSet.ofFields("status")),
          EMPTY);

  private Applied apply(@Nullable Applied before, String by, Object config, int second) {
    var live =
        before == null
            ? new Live(EMPTY, List.of(), false)
            : new Live(before.value(), before.managedFields(), true);
    return manager.apply(live, config, new Writer(by, Instant.ofEpochSecond(second)), false);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void applyingTwiceIsApplyingOnce(long seed) {
    var widgets = new RandomWidgets(seed);
    for (var i = 0; i < ROUNDS; i++) {
      var first = apply(null, "x", widgets.config(0), 1);
      var config = widgets.config(1);
      var once = apply(first, "y", config, 2);
      assertThat(apply(once, "y", config, 3)).isEqualTo(once);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void orderOfDisjointAppliersDoesNotMatter(long seed) {
    var widgets = new RandomWidgets(seed);
    for (var i = 0; i < ROUNDS; i++) {
      var a = widgets.config(0);
      var b = widgets.config(1);
      var ab = apply(apply(null, "a", a, 1), "b", b, 1);
      var ba = apply(apply(null, "b", b, 1), "a", a, 1);
      assertThat(owners(ab)).isEqualTo(owners(ba));
      assertThat(sorted(ab.value())).isEqualTo(sorted(ba.value()));
    }
  }

  /// Who owns what; whoever changed nothing has no time, and so stands elsewhere.
  private static Map<String, FieldSet> owners(Applied applied) {
    var owners = new TreeMap<String, FieldSet>();
    applied.managedFields().forEach(e -> owners.put(e.manager(), FieldSet.of(e.fieldsV1())));
    return owners;
  }

  /// The elements of merged lists stand in the order in which they came.
  private static @Nullable Object sorted(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        var copy = new TreeMap<String, @Nullable Object>();
        map.forEach(
            (key, value) -> copy.put((String) key, key.equals("words") ? value : sorted(value)));
        yield copy;
      }
      case List<?> list ->
          list.stream()
              .map(ApplyPropertiesTest::sorted)
              .sorted((a, b) -> Json.show(a).compareTo(Json.show(b)))
              .collect(Collectors.toList());
      case null, default -> tree;
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void nobodyLosesAFieldThatHeOwns(long seed) {
    var widgets = new RandomWidgets(seed);
    var random = new Random(seed);
    var configs = new TreeMap<String, Object>();
    @Nullable Applied state = null;
    for (var i = 0; i < ROUNDS; i++) {
      var by = "m" + random.nextInt(4);
      var config = widgets.config(2);
      try {
        state = apply(state, by, config, i);
        configs.put(by, config);
      } catch (ApiException e) {
        assertThat(e.isConflict()).isTrue();
      }
      if (state != null) {
        checkOwned(state, configs);
      }
    }
    assertThat(configs).hasSizeGreaterThan(1);
  }

  /// What everyone applied last is his, and is in the object as he applied it.
  private void checkOwned(Applied state, Map<String, Object> configs) {
    var entries =
        state.managedFields().stream()
            .collect(Collectors.toMap(ManagedFieldsEntry::manager, e -> e));
    configs.forEach((by, config) -> {
      var applied =
          Extraction.fields(shape, config)
              .difference(FieldSet.ofFields("metadata", "name"))
              .difference(FieldSet.ofFields("apiVersion"))
              .difference(FieldSet.ofFields("kind"));
      var entry = entries.get(by);
      var owned = entry == null ? FieldSet.EMPTY : FieldSet.of(entry.fieldsV1());
      assertThat(owned.paths()).isEqualTo(applied.paths());
      var comparison = Comparison.of(shape, config, state.value());
      assertThat(comparison.modified().intersection(applied).paths()).isEmpty();
      assertThat(comparison.removed().intersection(applied).paths()).isEmpty();
    });
  }
}
