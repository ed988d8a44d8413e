package dev.podo.machinery.table;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.PartialObjectMetadata;
import dev.podo.model.meta.v1.Table;
import dev.podo.model.meta.v1.TableColumnDefinition;
import dev.podo.model.meta.v1.TableRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tables of objects, as `Accept: application/json;as=Table` asks for them.
public final class Tables {
  private static final String META_V1 = "meta.k8s.io/v1";

  private Tables() {}

  /// The table of a list.
  ///
  /// @param now the moment to which ages refer
  public static <T extends ApiObject> Table of(
      Kind<T> kind, ListMeta metadata, List<T> items, IncludeObject include, Instant now) {
    var rows = new ArrayList<TableRow>(items.size());
    for (var item : items) {
      rows.add(row(kind, item, include, now));
    }
    return Table.builder()
        .kind("Table")
        .apiVersion(META_V1)
        .metadata(metadata)
        .columnDefinitions(definitions(kind))
        .rows(rows)
        .build();
  }

  /// The table of one object, as a GET answers and as a watch sends it.
  public static <T extends ApiObject> Table of(
      Kind<T> kind, T object, IncludeObject include, Instant now) {
    var version = object.metadata().resourceVersion();
    var metadata = ListMeta.builder().resourceVersion(version).build();
    return of(kind, metadata, List.of(object), include, now);
  }

  /// The headings.
  public static <T extends ApiObject> List<TableColumnDefinition> definitions(Kind<T> kind) {
    return kind.columns().stream().map(Tables::definition).toList();
  }

  private static TableColumnDefinition definition(Column<?> column) {
    return TableColumnDefinition.builder()
        .name(column.name())
        .type(column.type())
        .format(column.format())
        .description(column.description())
        .priority(column.priority())
        .build();
  }

  /// One row.
  public static <T extends ApiObject> TableRow row(
      Kind<T> kind, T object, IncludeObject include, Instant now) {
    var cells = new ArrayList<@Nullable Object>(kind.columns().size());
    for (var column : kind.columns()) {
      cells.add(column.cell().of(object, now));
    }
    return TableRow.builder()
        .cells(cells)
        .conditions(kind.rowConditions(object))
        .object(included(object, include))
        .build();
  }

  private static @Nullable Object included(ApiObject object, IncludeObject include) {
    return switch (include) {
      case NONE -> null;
      case METADATA ->
          Json.toTree(
              PartialObjectMetadata.builder()
                  .kind("PartialObjectMetadata")
                  .apiVersion(META_V1)
                  .metadata(object.metadata())
                  .build());
      case OBJECT -> Json.toTree(object);
    };
  }
}
