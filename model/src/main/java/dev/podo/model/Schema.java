package dev.podo.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What is known of one API type: its name, its fields, and how to make a value of it. Schemas are
/// made by the generated records, each when its class is first used, and by the few types that are
/// declared by hand.
public final class Schema<T extends Struct> {
  private static final Map<Class<?>, Schema<?>> BY_TYPE = new ConcurrentHashMap<>();

  private final String name;
  private final Class<T> type;
  private final List<Field> fields;
  private final Map<String, Field> byName;
  private final @Nullable Field rest;
  private final Prototype<T> prototype;

  private Schema(String name, Class<T> type, Prototype<T> prototype, List<Field> fields) {
    this.name = name;
    this.type = type;
    this.prototype = prototype;
    this.fields = fields;
    this.byName = HashMap.newHashMap(fields.size());
    Field inline = null;
    for (var field : fields) {
      if (field.emit() == Emit.INLINE) {
        inline = field;
      } else {
        byName.put(field.name(), field);
      }
    }
    this.rest = inline;
  }

  /// Declares the schema of a record class; called once, from the static initialiser of the class.
  ///
  /// @param prototype any record of the class
  public static <T extends Struct> Schema<T> declare(
      String name, Class<T> type, Prototype<T> prototype, Field... fields) {
    var schema = new Schema<>(name, type, prototype, List.of(fields));
    BY_TYPE.put(type, schema);
    return schema;
  }

  /// The schema of a record class, initialising the class if need be.
  ///
  /// @throws IllegalArgumentException if the class declares none
  public static <T extends Struct> Schema<T> of(Class<T> type) {
    var found = BY_TYPE.get(type);
    if (found == null) {
      initialize(type);
      found = BY_TYPE.get(type);
    }
    if (found == null) {
      throw new IllegalArgumentException(type.getName() + " declares no schema");
    }
    @SuppressWarnings("unchecked") // declare() puts a Schema<T> under Class<T>.
    var schema = (Schema<T>) found;
    return schema;
  }

  private static void initialize(Class<?> type) {
    try {
      Class.forName(type.getName(), true, type.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  /// The OpenAPI definition's name, such as `io.k8s.api.core.v1.Pod`.
  public String name() {
    return name;
  }

  /// The record class.
  public Class<T> type() {
    return type;
  }

  /// The fields, in the order of their indexes.
  public List<Field> fields() {
    return fields;
  }

  /// Where the fields are kept that have no field here, as a map of trees; null if there can be
  /// none. It is among [#fields()], but not found by name.
  public @Nullable Field rest() {
    return rest;
  }

  /// The field with this JSON name; null if there is none.
  public @Nullable Field field(String jsonName) {
    return byName.get(jsonName);
  }

  /// A record of these values, one for each of [#fields()], boxed as [Struct#get] returns them;
  /// null means absent.
  ///
  /// @throws ClassCastException if a value is not of its field's class
  public T of(@Nullable Object[] values) {
    return prototype.ofValues(values);
  }

  @Override
  public String toString() {
    return name;
  }
}
