package dev.podo.machinery.dynamic;

import dev.podo.model.ApiList;
import dev.podo.model.Emit;
import dev.podo.model.FieldType;
import dev.podo.model.Prototype;
import dev.podo.model.Schema;
import dev.podo.model.Values;
import dev.podo.model.meta.v1.ListMeta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list of objects that no record describes.
public record DynamicList(
    String apiVersion, String kind, ListMeta metadata, List<DynamicObject> items)
    implements ApiList<DynamicObject>, Prototype<DynamicList> {
  private static final DynamicList EMPTY = new DynamicList("", "", ListMeta.EMPTY, List.of());

  public static final Schema<DynamicList> SCHEMA =
      Schema.declare(
          "dev.podo.dynamic.UnstructuredList",
          DynamicList.class,
          EMPTY,
          DynamicObject.text(0, "apiVersion"),
          DynamicObject.text(1, "kind"),
          DynamicObject.field(2, "metadata", FieldType.struct(ListMeta.class), Emit.ALWAYS),
          DynamicObject.field(
              3, "items", FieldType.list(FieldType.struct(DynamicObject.class)), Emit.ALWAYS));

  public DynamicList {
    items = List.copyOf(items);
  }

  @Override
  @SuppressWarnings("unchecked") // The items of this schema's lists are objects.
  public DynamicList ofValues(@Nullable Object[] values) {
    var meta = (ListMeta) values[2];
    return new DynamicList(
        Values.text((String) values[0]),
        Values.text((String) values[1]),
        meta == null ? ListMeta.EMPTY : meta,
        Values.list((List<DynamicObject>) values[3]));
  }

  @Override
  public Schema<DynamicList> schema() {
    return SCHEMA;
  }

  @Override
  public Object get(int index) {
    return switch (index) {
      case 0 -> apiVersion;
      case 1 -> kind;
      case 2 -> metadata;
      case 3 -> items;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }
}
