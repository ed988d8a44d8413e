package dev.podo.apiserver.encoding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ListMeta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects as rows of a Table, as `kubectl get` shows them. Cells depend on the time, so they are
/// made anew each time; the metadata beside them is not.
final class TableEncoder<T extends ApiObject> {
  private final Kind<T> kind;
  private final Representation as;
  private final Instant now;

  TableEncoder(Kind<T> kind, Representation as, Instant now) {
    this.kind = kind;
    this.as = as;
    this.now = now;
  }

  /// @param withColumns whether to tell what the columns are: a watch tells it once
  List<byte[]> table(ListMeta metadata, List<Stored> items, boolean withColumns) {
    var out = new ArrayList<byte[]>(3 * items.size() + 2);
    var head =
        "{\"kind\":\"Table\",\"apiVersion\":\""
            + as.metaApiVersion()
            + "\",\"metadata\":"
            + new String(Json.encode(metadata), UTF_8)
            + ",\"columnDefinitions\":"
            + (withColumns ? columns() : "null")
            + ",\"rows\":[";
    out.add(head.getBytes(UTF_8));
    var first = true;
    for (var item : ordered(items)) {
      row(item, first, out);
      first = false;
    }
    out.add("]}".getBytes(UTF_8));
    return out;
  }

  private List<Stored> ordered(List<Stored> items) {
    var order = kind.rowOrder();
    return order == null
        ? items
        : items.stream().sorted(Comparator.comparing(item -> item.as(kind), order)).toList();
  }

  private String columns() {
    var columns = new ArrayList<Map<String, @Nullable Object>>();
    for (Column<T> column : kind.columns()) {
      var definition = new LinkedHashMap<String, @Nullable Object>();
      definition.put("name", column.name());
      definition.put("type", column.type());
      definition.put("format", column.format());
      definition.put("description", column.description());
      definition.put("priority", (long) column.priority());
      columns.add(definition);
    }
    return new String(Json.print(columns), UTF_8);
  }

  private void row(Stored item, boolean first, List<byte[]> out) {
    var object = item.as(kind);
    var cells = new ArrayList<@Nullable Object>(kind.columns().size());
    for (Column<T> column : kind.columns()) {
      cells.add(column.cell().of(object, now));
    }
    var text = new StringBuilder(first ? "{\"cells\":" : ",{\"cells\":");
    text.append(new String(Json.print(cells), UTF_8));
    var conditions = kind.rowConditions(object);
    if (!conditions.isEmpty()) {
      text.append(",\"conditions\":").append(Json.show(conditions));
    }
    text.append(",\"object\":");
    out.add(text.toString().getBytes(UTF_8));
    out.add(
        switch (as.included()) {
          case NONE -> "null".getBytes(UTF_8);
          case METADATA -> MetadataEncoder.of(kind, item, as.metaApiVersion(), Format.JSON);
          case OBJECT -> ObjectEncoder.plain(kind, item, Format.JSON);
        });
    out.add("}".getBytes(UTF_8));
  }
}
