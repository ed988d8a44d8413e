package dev.podo.machinery.custom;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.jsonpath.JsonPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.tree.Node;
import dev.podo.model.apiextensions.v1.CustomResourceColumnDefinition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The columns that a definition asks for (`additionalPrinterColumns`).
final class CustomColumns {
  private CustomColumns() {}

  /// The name, then what is asked for, or the age if nothing is. As upstream does, a path that is
  /// none ends the table there.
  static List<Column<DynamicObject>> of(List<CustomResourceColumnDefinition> asked) {
    var columns = new ArrayList<Column<DynamicObject>>();
    columns.add(Column.named());
    if (asked.isEmpty()) {
      Column<DynamicObject> age = Cells.age();
      columns.add(
          new Column<>(age.name(), "date", "", age.description(), age.priority(), age.cell()));
    }
    for (var column : asked) {
      JsonPath path;
      try {
        path = JsonPath.parse(column.jsonPath());
      } catch (IllegalArgumentException e) {
        break;
      }
      columns.add(column(column, path));
    }
    return columns;
  }

  private static Column<DynamicObject> column(CustomResourceColumnDefinition asked, JsonPath path) {
    var description =
        asked.description().isEmpty()
            ? "Custom resource definition column (in JSONPath format): " + asked.jsonPath()
            : asked.description();
    return new Column<>(
        asked.name(),
        asked.type(),
        asked.format(),
        description,
        asked.priority(),
        (object, now) -> cell(asked.type(), path.find(Node.of(object)), now));
  }

  private static @Nullable Object cell(String type, List<Node> found, Instant now) {
    var value = found.isEmpty() ? null : found.getFirst().tree();
    return switch (type) {
      case "integer" -> value instanceof Number number ? (Object) number.longValue() : null;
      case "number" -> value instanceof Number number ? (Object) number.doubleValue() : null;
      case "boolean" -> value instanceof Boolean ? value : null;
      case "date" -> value instanceof String text ? since(text, now) : null;
      case "string" ->
          switch (value) {
            case null -> null;
            case String text -> text;
            default -> Json.show(value);
          };
      default -> null;
    };
  }

  private static String since(String text, Instant now) {
    if (text.isEmpty() || text.equals("null")) {
      return Cells.UNKNOWN;
    }
    try {
      return Cells.since(OffsetDateTime.parse(text).toInstant(), now);
    } catch (DateTimeException e) {
      return "<invalid>";
    }
  }
}
