package dev.podo.cel.type;

import dev.podo.machinery.expression.DataSchema;
import dev.podo.machinery.expression.SchemaView;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The schema of a whole resource: its kind, apiVersion and the names in its metadata can be seen
/// whether the schema states them or not.
public record ResourceSchema(DataSchema schema) implements SchemaView {
  private static final DataSchema STRING = new Plain("string", null);
  private static final DataSchema METADATA =
      new Plain("object", new TreeMap<>(Map.of("name", STRING, "generateName", STRING)));

  private record Plain(String type, @Nullable SortedMap<String, DataSchema> properties)
      implements DataSchema {
    @Override
    public SortedSet<String> required() {
      return Collections.emptySortedSet();
    }
  }

  @Override
  public SortedMap<String, DataSchema> properties() {
    var stated = schema.properties();
    var all = stated == null ? new TreeMap<String, DataSchema>() : new TreeMap<>(stated);
    if (!isString(all.get("kind")) || !isString(all.get("apiVersion")) || !isMetadata(all)) {
      all.put("kind", STRING);
      all.put("apiVersion", STRING);
      all.put("metadata", METADATA);
    }
    return all;
  }

  private static boolean isString(@Nullable DataSchema schema) {
    return schema != null && schema.type().equals("string");
  }

  private static boolean isMetadata(SortedMap<String, DataSchema> all) {
    var metadata = all.get("metadata");
    var names = metadata == null ? null : metadata.properties();
    return names != null && isString(names.get("name")) && isString(names.get("generateName"));
  }
}
