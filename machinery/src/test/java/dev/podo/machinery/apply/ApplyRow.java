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
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One write of a table ([ApplyTablesTest]) to one object, and what must come of it.
///
/// @param record the record that the kind has; null of a custom resource
/// @param versions of the kind
record ApplyRow(
    Object row,
    GroupVersionKind gvk,
    Versions versions,
    @Nullable Schema<? extends ApiObject> record) {
  private static final long NOW = 9;

  /// What came of a write.
  ///
  /// @param refused empty if it was not
  record Outcome(@Nullable Object object, List<ManagedFieldsEntry> managers, String refused) {}

  void check() {
    var outcome = play(live(), managers(), NOW);
    assertThat(outcome.refused()).isEqualTo(Trees.text(row, "refused"));
    if (!outcome.refused().isEmpty()) {
      return;
    }
    var expected = Trees.get(row, "object");
    assertThat(outcome.object()).isEqualTo(expected == null ? live() : complete(expected));
    var after = Trees.get(row, "after");
    assertThat(shown(outcome.managers(), after))
        .isEqualTo(after == null ? shown(managers(), null) : shown(parsed(after), after));
    checkSecond(outcome);
    for (var entry : outcome.managers()) {
      var fields = FieldSet.of(entry.fieldsV1());
      assertThat(FieldSet.parse(Json.parse(Json.print(fields.tree())))).isEqualTo(fields);
    }
  }

  /// The same write again changes nothing, nor the time of anyone.
  private void checkSecond(Outcome first) {
    if (first.object() != null && given() == null) {
      var second = play(first.object(), first.managers(), NOW + 1);
      assertThat(second).as("the second time").isEqualTo(first);
    }
  }

  Outcome play(@Nullable Object live, List<ManagedFieldsEntry> managers, long second) {
    var writer = new Writer(Trees.text(row, "by"), Instant.ofEpochSecond(second));
    try {
      var config = Trees.get(row, "apply");
      if (config == null) {
        var now = complete(Trees.get(row, "update"));
        var given = given();
        var entries =
            manager()
                .update(
                    new Live(live == null ? typed(empty()) : typed(live), managers, live != null),
                    typed(now),
                    given == null ? managers : parsed(given),
                    writer);
        return new Outcome(now, entries, "");
      }
      var force = Boolean.TRUE.equals(Trees.get(row, "force"));
      Applied applied =
          manager()
              .apply(
                  new Live(live == null ? empty() : live, managers, live != null),
                  filled(config),
                  writer,
                  force);
      return new Outcome(normal(applied.value()), applied.managedFields(), "");
    } catch (ApiException e) {
      return new Outcome(null, List.of(), e.code() + " " + shortened(e.status().message()));
    }
  }

  private @Nullable Object given() {
    return Trees.get(row, "given");
  }

  private static String shortened(String message) {
    return message.replaceFirst("^failed to create typed (patch|live) object \\([^)]*\\): ", "");
  }

  private FieldManager manager() {
    var subresource = Trees.text(row, "subresource");
    var reset = FieldSet.ofFields(subresource.equals("status") ? "spec" : "status");
    return new FieldManager(versions, gvk, new Endpoint(subresource, reset), empty());
  }

  private Object empty() {
    return record == null ? named(Map.of()) : Trees.of(Trees.to(record, named(Map.of())));
  }

  private Object named(Map<String, @Nullable Object> tree) {
    var complete = new LinkedHashMap<>(tree);
    complete.putIfAbsent("apiVersion", gvk.apiVersion());
    complete.putIfAbsent("kind", gvk.kind());
    return Trees.frozen(complete);
  }

  /// The object with its type, and with the name that all have unless they say another.
  private Map<String, @Nullable Object> filled(@Nullable Object tree) {
    var complete = new LinkedHashMap<>(Trees.asMap(named(Trees.asMap(tree))));
    var metadata = new LinkedHashMap<String, @Nullable Object>();
    metadata.put("name", "w");
    if (complete.get("metadata") instanceof Map<?, ?> said) {
      metadata.putAll(Trees.asMap(said));
    }
    complete.put("metadata", Trees.frozen(metadata));
    return Trees.frozen(complete);
  }

  /// The object as it comes out of the store.
  private Object complete(@Nullable Object tree) {
    return normal(filled(tree));
  }

  private Object normal(@Nullable Object tree) {
    return record == null
        ? Trees.asMap(withoutNulls(Json.parse(Json.print(tree))))
        : Trees.of(Trees.to(record, tree));
  }

  /// Decoders take null as absent.
  private static @Nullable Object withoutNulls(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        var kept = new LinkedHashMap<String, @Nullable Object>();
        Trees.asMap(map)
            .forEach((name, value) -> {
              if (value != null) {
                kept.put(name, withoutNulls(value));
              }
            });
        yield Trees.frozen(kept);
      }
      case List<?> list -> {
        var kept = new ArrayList<@Nullable Object>();
        list.forEach(element -> kept.add(withoutNulls(element)));
        yield Trees.frozen(kept);
      }
      case null, default -> tree;
    };
  }

  private Object typed(Object tree) {
    return record == null ? tree : Trees.to(record, tree);
  }

  @Nullable Object live() {
    var live = Trees.get(row, "live");
    return live == null ? null : complete(live);
  }

  List<ManagedFieldsEntry> managers() {
    return parsed(Trees.get(row, "managers"));
  }

  private List<ManagedFieldsEntry> parsed(@Nullable Object texts) {
    return texts == null
        ? List.of()
        : Trees.asList(texts).stream()
            .map(text -> OwnerText.parse(String.valueOf(text), gvk.apiVersion()))
            .toList();
  }

  /// The entries as text, with the times of those of which the table says one.
  private static List<String> shown(List<ManagedFieldsEntry> entries, @Nullable Object asked) {
    var shown = new ArrayList<String>();
    var texts = asked == null ? List.of() : Trees.asList(asked);
    for (var i = 0; i < entries.size(); i++) {
      var timed = i < texts.size() && String.valueOf(texts.get(i)).contains(" at ");
      shown.add(OwnerText.show(entries.get(i), timed));
    }
    return shown;
  }
}
