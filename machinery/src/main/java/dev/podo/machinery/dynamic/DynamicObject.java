package dev.podo.machinery.dynamic;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.Emit;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FrozenMap;
import dev.podo.model.JsonTree;
import dev.podo.model.Merge;
import dev.podo.model.Presence;
import dev.podo.model.Prototype;
import dev.podo.model.Schema;
import dev.podo.model.Values;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An object of a kind that no record describes, such as a custom resource: what all kinds have in
/// common is typed, and the rest is a tree. Immutable.
///
/// One schema serves all such kinds. Codecs, [Json] and YAML alike, read and print it as any other;
/// its fields are printed sorted by name, as upstream prints them. There is no protobuf form, and
/// no strategic merge patch, since nothing says how its lists are merged.
public final class DynamicObject implements ApiObject, Prototype<DynamicObject> {
  private static final int API_VERSION = 0;
  private static final int KIND = 1;
  private static final int METADATA = 2;
  private static final int CONTENT = 3;

  /// An object that says nothing.
  public static final DynamicObject EMPTY =
      new DynamicObject("", "", ObjectMeta.EMPTY, FrozenMap.empty());

  public static final Schema<DynamicObject> SCHEMA =
      Schema.declare(
          "dev.podo.dynamic.Unstructured",
          DynamicObject.class,
          EMPTY,
          text(API_VERSION, "apiVersion"),
          text(KIND, "kind"),
          field(METADATA, "metadata", FieldType.struct(ObjectMeta.class), Emit.ALWAYS),
          field(CONTENT, "", FieldType.map(Scalar.JSON), Emit.INLINE));

  private final String apiVersion;
  private final String kind;
  private final ObjectMeta metadata;
  private final FrozenMap<@Nullable Object> content;

  private DynamicObject(
      String apiVersion, String kind, ObjectMeta metadata, FrozenMap<@Nullable Object> content) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.metadata = metadata;
    this.content = content;
  }

  static Field text(int index, String name) {
    return field(index, name, Scalar.STRING, Emit.OMITEMPTY);
  }

  static Field field(int index, String name, FieldType type, Emit emit) {
    var presence =
        switch (type) {
          case FieldType.ListType list -> Presence.LIST;
          case FieldType.MapType map -> Presence.MAP;
          case Scalar scalar -> Presence.VALUE;
          case FieldType.StructType struct -> Presence.VALUE;
        };
    return new Field(
        index, name, 0, List.of(), type, presence, emit, false, Merge.NONE, null, false);
  }

  /// @param content the fields besides `apiVersion`, `kind` and `metadata`, as trees
  public static DynamicObject of(
      String apiVersion, String kind, ObjectMeta metadata, Map<String, ?> content) {
    return new DynamicObject(apiVersion, kind, metadata, frozen(content));
  }

  /// The object that a tree spells.
  ///
  /// @throws dev.podo.machinery.codec.DecodeException if the metadata is none
  public static DynamicObject of(@Nullable Object tree) {
    return Trees.to(SCHEMA, tree);
  }

  @SuppressWarnings("unchecked") // freeze() makes a FrozenMap of a map.
  private static FrozenMap<@Nullable Object> frozen(Map<String, ?> content) {
    return (FrozenMap<@Nullable Object>) Objects.requireNonNull(JsonTree.freeze(content));
  }

  @Override
  public DynamicObject ofValues(@Nullable Object[] values) {
    var meta = (ObjectMeta) values[METADATA];
    var rest = (Map<?, ?>) values[CONTENT];
    return new DynamicObject(
        Values.text((String) values[API_VERSION]),
        Values.text((String) values[KIND]),
        meta == null ? ObjectMeta.EMPTY : meta,
        rest == null ? FrozenMap.empty() : frozen(Trees.asMap(rest)));
  }

  @Override
  public Schema<DynamicObject> schema() {
    return SCHEMA;
  }

  @Override
  public Object get(int index) {
    return switch (index) {
      case API_VERSION -> apiVersion;
      case KIND -> kind;
      case METADATA -> metadata;
      case CONTENT -> content;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  @Override
  public String apiVersion() {
    return apiVersion;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public ObjectMeta metadata() {
    return metadata;
  }

  /// The fields besides `apiVersion`, `kind` and `metadata`.
  public FrozenMap<@Nullable Object> content() {
    return content;
  }

  /// The tree under these names, the first of which is neither `apiVersion`, `kind` nor `metadata`;
  /// null if there is nothing or null.
  public @Nullable Object get(String... path) {
    return Trees.get(content, path);
  }

  @Override
  public DynamicObject withMetadata(ObjectMeta other) {
    return new DynamicObject(apiVersion, kind, other, content);
  }

  public DynamicObject withApiVersion(String other) {
    return new DynamicObject(other, kind, metadata, content);
  }

  /// @param other the fields besides `apiVersion`, `kind` and `metadata`, as trees
  public DynamicObject withContent(Map<String, ?> other) {
    return of(apiVersion, kind, metadata, other);
  }

  /// The object with one field of the content replaced.
  ///
  /// @param value null takes the field away
  public DynamicObject with(String name, @Nullable Object value) {
    return withContent(
        value == null ? Trees.without(content, name) : Trees.with(content, name, value));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof DynamicObject that
            && apiVersion.equals(that.apiVersion)
            && kind.equals(that.kind)
            && metadata.equals(that.metadata)
            && content.equals(that.content));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * apiVersion.hashCode() + kind.hashCode()) + metadata.hashCode();
  }

  @Override
  public String toString() {
    return Json.show(this);
  }
}
