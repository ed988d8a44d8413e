package dev.podo.machinery.kinds;

import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.Schema;
import java.util.Collection;
import java.util.TreeMap;

/// The types of the model, for what must hold of every field of each.
public final class ModelSchemas {
  private final TreeMap<String, Schema<?>> found = new TreeMap<>();

  private ModelSchemas() {}

  /// The schemas of all built-in kinds and of all that is in them.
  public static Collection<Schema<?>> all() {
    var schemas = new ModelSchemas();
    Catalogue.builtIn().all().forEach(kind -> schemas.add(kind.schema()));
    return schemas.found.values();
  }

  private void add(Schema<?> schema) {
    if (found.putIfAbsent(schema.name(), schema) == null) {
      schema.fields().forEach(field -> add(field.type()));
    }
  }

  private void add(FieldType type) {
    switch (type) {
      case Scalar scalar -> {}
      case StructType struct -> add(struct.schema());
      case MapType(var value) -> add(value);
      case ListType(var element) -> add(element);
    }
  }
}
