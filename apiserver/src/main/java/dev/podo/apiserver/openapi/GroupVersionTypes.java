package dev.podo.apiserver.openapi;

import dev.podo.apiserver.openapi.definitions.CustomTypes;
import dev.podo.apiserver.openapi.definitions.Definitions;
import dev.podo.apiserver.openapi.definitions.Dialect;
import dev.podo.apiserver.openapi.operations.Described;
import dev.podo.apiserver.openapi.operations.KindOperations;
import dev.podo.apiserver.openapi.operations.PathWriter;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.Schema;
import dev.podo.model.authentication.v1.TokenRequest;
import dev.podo.model.autoscaling.v1.Scale;
import dev.podo.model.core.v1.Binding;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.meta.v1.WatchEvent;
import dev.podo.model.policy.v1.Eviction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The paths and types of one version of a group, in one version of OpenAPI.
final class GroupVersionTypes {
  private final Dialect dialect;
  private final Definitions definitions;
  private final PathWriter writer;
  private final Map<String, Supplier<Map<String, Object>>> paths = new TreeMap<>();

  GroupVersionTypes(Dialect dialect, List<Kind<?>> kinds) {
    this.dialect = dialect;
    this.definitions = new Definitions(dialect);
    this.writer = new PathWriter(dialect);
    List.of(DeleteOptions.SCHEMA, Status.SCHEMA).forEach(definitions::add);
    definitions.addNamed(Definitions.PATCH);
    kinds.forEach(this::add);
  }

  Map<String, Supplier<Map<String, Object>>> paths() {
    return Collections.unmodifiableMap(paths);
  }

  Map<String, Supplier<Map<String, Object>>> definitions() {
    return definitions.all();
  }

  private void add(Kind<?> kind) {
    var described = described(kind);
    for (var item : new KindOperations(described, this::exchanged).paths()) {
      paths.put(item.path(), () -> writer.tree(item));
    }
  }

  private Described described(Kind<?> kind) {
    if (kind.schema().type() != DynamicObject.class) {
      definitions.add(kind.schema());
      if (kind.verbs().contains("list")) {
        definitions.add(kind.listSchema());
      }
      definitions.add(WatchEvent.SCHEMA);
      return Described.builtIn(kind);
    }
    var object = friendly(kind.groupVersion(), kind.kind());
    var list = friendly(kind.groupVersion(), kind.listKind());
    definitions.add(ObjectMeta.SCHEMA);
    definitions.add(ListMeta.SCHEMA);
    definitions.add(
        object, () -> CustomTypes.definition(kind.publishedSchema(), kind.gvk(), dialect));
    definitions.add(list, () -> listOf(kind, object));
    return new Described(kind, object, list, true);
  }

  /// `com.example.stable.v1.CronTab`
  private static String friendly(GroupVersion version, String kind) {
    var parts = new ArrayList<>(List.of(version.group().split("\\.")));
    Collections.reverse(parts);
    return String.join(".", parts) + "." + version.version() + "." + kind;
  }

  private Map<String, Object> listOf(Kind<?> kind, String object) {
    var properties = new TreeMap<String, Object>();
    properties.put("apiVersion", Map.of("type", "string"));
    properties.put("kind", Map.of("type", "string"));
    properties.put("metadata", dialect.reference(ListMeta.SCHEMA.name()));
    properties.put("items", Map.of("type", "array", "items", dialect.reference(object)));
    var out = CustomTypes.definition(null, kind.groupVersion().kind(kind.listKind()), dialect);
    out.put("description", kind.listKind() + " is a list of " + kind.kind());
    out.put("required", List.of("items"));
    out.put("properties", properties);
    return out;
  }

  private String exchanged(GroupVersionKind gvk) {
    Schema<?> schema =
        switch (gvk.kind()) {
          case "Scale" -> Scale.SCHEMA;
          case "Eviction" -> Eviction.SCHEMA;
          case "Binding" -> Binding.SCHEMA;
          case "TokenRequest" -> TokenRequest.SCHEMA;
          default -> throw new IllegalStateException("no type is known of " + gvk);
        };
    definitions.add(schema);
    return schema.name();
  }
}
