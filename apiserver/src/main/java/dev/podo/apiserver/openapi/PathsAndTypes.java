package dev.podo.apiserver.openapi;

import dev.podo.apiserver.openapi.definitions.CustomTypes;
import dev.podo.apiserver.openapi.definitions.Definitions;
import dev.podo.apiserver.openapi.definitions.Dialect;
import dev.podo.apiserver.openapi.operations.Described;
import dev.podo.apiserver.openapi.operations.KindOperations;
import dev.podo.apiserver.openapi.operations.Page;
import dev.podo.apiserver.openapi.operations.PathItem;
import dev.podo.apiserver.openapi.operations.PathWriter;
import dev.podo.apiserver.openapi.operations.SharedParameters;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.Schemas;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Paths, and the types that are sent and received there, in one version of OpenAPI.
final class PathsAndTypes {
  private final Dialect dialect;
  private final Definitions definitions;
  private final SharedParameters parameters = new SharedParameters();
  private final PathWriter writer;
  private final Map<String, Supplier<Map<String, Object>>> paths = new TreeMap<>();

  PathsAndTypes(Dialect dialect) {
    this.dialect = dialect;
    this.definitions = new Definitions(dialect);
    this.writer = new PathWriter(dialect, parameters);
  }

  Map<String, Supplier<Map<String, Object>>> paths() {
    return Collections.unmodifiableMap(paths);
  }

  Map<String, Supplier<Map<String, Object>>> definitions() {
    return definitions.all();
  }

  /// What the paths refer to; v3 has none.
  Map<String, Supplier<Map<String, Object>>> parameters() {
    return Collections.unmodifiableMap(parameters.all());
  }

  /// Adds the kinds of one version of a group.
  PathsAndTypes add(GroupVersion version, List<Kind<?>> kinds) {
    for (var kind : kinds) {
      new KindOperations(described(kind)).paths().forEach(this::add);
    }
    if (kinds.stream().anyMatch(PathsAndTypes::isBuiltIn)) {
      add(Page.of(version));
    }
    return this;
  }

  PathsAndTypes add(Page page) {
    add(page.item());
    return this;
  }

  static boolean isBuiltIn(Kind<?> kind) {
    return kind.schema().type() != DynamicObject.class;
  }

  private void add(PathItem item) {
    item.types().forEach(this::define);
    if (dialect == Dialect.V2) {
      parameters.add(item);
    }
    paths.put(item.path(), () -> writer.tree(item));
  }

  private void define(String type) {
    var schema = Schemas.named(type);
    if (schema != null) {
      definitions.add(schema);
    } else if (type.equals(Definitions.PATCH)) {
      definitions.addNamed(type);
    }
  }

  private Described described(Kind<?> kind) {
    if (isBuiltIn(kind)) {
      return Described.builtIn(kind);
    }
    var object = friendly(kind.groupVersion(), kind.kind());
    var list = friendly(kind.groupVersion(), kind.listKind());
    definitions.add(ObjectMeta.SCHEMA);
    definitions.add(ListMeta.SCHEMA);
    definitions.add(object, () -> CustomTypes.definition(kind, dialect));
    definitions.add(list, () -> CustomTypes.list(kind, object, dialect));
    return new Described(kind, object, list, true);
  }

  /// `com.example.stable.v1.CronTab`
  private static String friendly(GroupVersion version, String kind) {
    var parts = new ArrayList<>(List.of(version.group().split("\\.")));
    Collections.reverse(parts);
    return String.join(".", parts) + "." + version.version() + "." + kind;
  }
}
