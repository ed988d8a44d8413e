package dev.podo.machinery.apply;

import dev.podo.machinery.apply.FieldManager.Endpoint;
import dev.podo.machinery.apply.FieldManager.Live;
import dev.podo.machinery.apply.FieldManager.Writer;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.patch.MergePatch;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Service;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes to one object, one after the other, as a table tells them, and what came of each.
final class Scenario {
  private static final Map<String, Schema<? extends ApiObject>> RECORDS =
      Map.of(
          "ConfigMap", ConfigMap.SCHEMA,
          "Deployment", Deployment.SCHEMA,
          "Pod", Pod.SCHEMA,
          "Service", Service.SCHEMA);

  private final GroupVersionKind gvk;
  private final @Nullable Schema<? extends ApiObject> record;
  private final Shape shape;
  private final StringBuilder report = new StringBuilder();
  private @Nullable Object object;
  private List<ManagedFieldsEntry> managedFields = List.of();
  private int step;

  private Scenario(Object table) {
    gvk = GroupVersionKind.of(Trees.text(table, "apiVersion"), Trees.text(table, "kind"));
    record = RECORDS.get(gvk.kind());
    shape =
        record == null
            ? SchemaShapes.ofObject(Trees.get(table, "schema"))
            : RecordShapes.of(record);
  }

  /// Plays a table, and tells what happened.
  static String play(byte[] yaml) {
    var table = Yaml.parse(yaml);
    var scenario = new Scenario(table);
    for (var step : Trees.asList(Trees.get(table, "steps"))) {
      scenario.step(step);
    }
    return scenario.report.toString();
  }

  private void step(@Nullable Object step) {
    report.append("--- ").append(++this.step).append(' ');
    try {
      if (Trees.get(step, "apply") != null) {
        apply(step);
      } else {
        update(step);
      }
    } catch (ApiException e) {
      report.append("refused, ").append(e.code()).append(' ').append(e.reason()).append('\n');
      report.append(e.status().message()).append('\n');
      var details = e.status().details();
      if (details != null) {
        details
            .causes()
            .forEach(c ->
                report
                    .append("  cause ")
                    .append(c.reason())
                    .append(": ")
                    .append(c.field())
                    .append(", ")
                    .append(c.message())
                    .append('\n'));
      }
      return;
    }
    managedFields.forEach(this::tell);
    if (Boolean.TRUE.equals(Trees.get(step, "show"))) {
      report.append(new String(Yaml.print(object), StandardCharsets.UTF_8));
    }
  }

  private void tell(ManagedFieldsEntry entry) {
    var time = entry.time();
    report
        .append("  ")
        .append(entry.operation())
        .append(" by ")
        .append(entry.manager())
        .append(entry.subresource().isEmpty() ? "" : "/" + entry.subresource())
        .append(" using ")
        .append(entry.apiVersion())
        .append(time == null ? "" : " at " + time.getEpochSecond())
        .append('\n');
    for (var path : FieldSet.of(entry.fieldsV1()).paths()) {
      report.append("    ").append(path).append('\n');
    }
  }

  private FieldManager manager(@Nullable Object step) {
    var subresource = Trees.text(step, "subresource");
    var reset = subresource.isEmpty() ? FieldSet.ofFields("status") : FieldSet.ofFields("spec");
    return new FieldManager(
        Versions.only(gvk.apiVersion(), shape), gvk, new Endpoint(subresource, reset), empty());
  }

  private Object empty() {
    return record == null
        ? Trees.canonical(Map.of("apiVersion", gvk.apiVersion(), "kind", gvk.kind()))
        : normal(Trees.to(record, Map.of()));
  }

  private static Object normal(ApiObject value) {
    return Trees.of(value);
  }

  private Live live(boolean asRecord) {
    var value = object == null ? empty() : object;
    return new Live(asRecord ? recorded(value) : value, managedFields, object != null);
  }

  private Object recorded(Object tree) {
    return record == null ? tree : Trees.to(record, tree);
  }

  private Writer writer(@Nullable Object step) {
    return new Writer(Trees.text(step, "by"), Instant.ofEpochSecond(this.step));
  }

  private void apply(@Nullable Object step) {
    var config = Trees.asMap(Trees.get(step, "apply"));
    var typed = Trees.set(Trees.set(config, gvk.kind(), "kind"), gvk.apiVersion(), "apiVersion");
    var complete = Boolean.TRUE.equals(Trees.get(step, "raw")) ? config : typed;
    var force = Boolean.TRUE.equals(Trees.get(step, "force"));
    var applied = manager(step).apply(live(false), complete, writer(step), force);
    report.append("applied by ").append(Trees.text(step, "by")).append('\n');
    object = stored(applied.value());
    managedFields = applied.managedFields();
  }

  private void update(@Nullable Object step) {
    var live = live(true);
    var merge = Trees.get(step, "merge");
    var wanted =
        merge == null
            ? Trees.get(step, "put")
            : MergePatch.apply(object == null ? empty() : object, merge);
    var typed = Trees.set(Trees.set(wanted, gvk.kind(), "kind"), gvk.apiVersion(), "apiVersion");
    var now = recorded(Trees.asMap(typed));
    managedFields = manager(step).update(live, now, given(step), writer(step));
    report.append("updated by ").append(Trees.text(step, "by")).append('\n');
    object = stored(Trees.asMap(typed));
  }

  private List<ManagedFieldsEntry> given(@Nullable Object step) {
    return Trees.get(step, "managedFields") instanceof List<?> list
        ? list.stream().map(entry -> Trees.to(ManagedFieldsEntry.SCHEMA, entry)).toList()
        : managedFields;
  }

  /// As the object comes out of the store again.
  private Object stored(Object tree) {
    return record == null ? Trees.asMap(withoutNulls(tree)) : normal(Trees.to(record, tree));
  }

  /// Decoders take null as absent.
  private static @Nullable Object withoutNulls(@Nullable Object tree) {
    return MergePatch.apply(Map.of(), Json.parse(Json.print(tree)));
  }
}
