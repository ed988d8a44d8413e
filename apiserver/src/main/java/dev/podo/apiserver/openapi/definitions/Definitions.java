package dev.podo.apiserver.openapi.definitions;

import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.Schema;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The types that a document defines: those that were added, and all that these mention. Each is
/// written when it is asked for, so that a large document need never be in memory as a whole.
public final class Definitions {
  /// The name of the type of patches, which have no schema.
  public static final String PATCH = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch";

  private final Dialect dialect;
  private final SortedMap<String, Supplier<Map<String, Object>>> all = new TreeMap<>();

  public Definitions(Dialect dialect) {
    this.dialect = dialect;
  }

  public SortedMap<String, Supplier<Map<String, Object>>> all() {
    return Collections.unmodifiableSortedMap(all);
  }

  /// Adds a type under a name.
  public void add(String name, Supplier<Map<String, Object>> definition) {
    all.putIfAbsent(name, definition);
  }

  /// Adds a type that has a name and is no struct.
  public void addNamed(String name) {
    all.putIfAbsent(name, () -> NamedTypes.definition(name, dialect));
  }

  public void add(Schema<?> schema) {
    var pending = new ArrayDeque<Schema<?>>();
    pending.add(schema);
    while (!pending.isEmpty()) {
      var next = pending.remove();
      var known = all.putIfAbsent(next.name(), () -> new TypeWriter(dialect, next).definition());
      if (known == null) {
        next.fields().forEach(f -> mention(f.type(), next.name() + "." + f.name(), pending));
      }
    }
  }

  private void mention(FieldType type, String field, ArrayDeque<Schema<?>> pending) {
    switch (type) {
      case FieldType.StructType struct -> pending.add(struct.schema());
      case FieldType.ListType list -> mention(list.element(), field, pending);
      case FieldType.MapType map -> mention(map.value(), field, pending);
      case Scalar scalar -> {
        var name = NamedTypes.of(scalar, field);
        if (name != null) {
          addNamed(name);
        }
      }
    }
  }

  /// A kind as extensions name it.
  public static Map<String, Object> tree(GroupVersionKind gvk) {
    var out = new TreeMap<String, Object>();
    out.put("group", gvk.group());
    out.put("kind", gvk.kind());
    out.put("version", gvk.version());
    return out;
  }
}
