package dev.podo.machinery.kind;

import dev.podo.model.ApiObject;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One column of a kind's table, as `kubectl get` shows it.
///
/// @param name the heading
/// @param type `string`, `integer`, `number`, `boolean` or `date`
/// @param format `name` for the column that identifies the row, else ""
/// @param description one sentence for people
/// @param priority 0 is always shown, more than 0 only by `-o wide`
/// @param cell what stands in the column
public record Column<T extends ApiObject>(
    String name, String type, String format, String description, int priority, Cell<T> cell) {

  /// Computes the content of one cell: a String, a Long, a Boolean or null.
  @FunctionalInterface
  public interface Cell<T> {
    @Nullable Object of(T object, Instant now);
  }

  /// The first column of every kind.
  public static <T extends ApiObject> Column<T> named(Function<T, String> cell) {
    return new Column<>(
        "Name",
        "string",
        "name",
        "What the object is called, unique within its namespace and kind.",
        0,
        (object, now) -> cell.apply(object));
  }

  /// The first column of every kind: `metadata.name`.
  public static <T extends ApiObject> Column<T> named() {
    return named(object -> object.metadata().name());
  }

  /// A column of text.
  public static <T extends ApiObject> Column<T> text(
      String name, String description, Function<T, String> cell) {
    return new Column<>(name, "string", "", description, 0, (object, now) -> cell.apply(object));
  }

  /// A column of text that depends on the time at which it is read.
  public static <T extends ApiObject> Column<T> timed(
      String name, String description, Cell<T> cell) {
    return new Column<>(name, "string", "", description, 0, cell);
  }

  /// A column of whole numbers.
  public static <T extends ApiObject> Column<T> number(
      String name, String description, Function<T, Number> cell) {
    return new Column<>(
        name, "integer", "", description, 0, (object, now) -> cell.apply(object).longValue());
  }

  /// A column of whole numbers that is declared as one of text, as upstream has some.
  public static <T extends ApiObject> Column<T> count(
      String name, String description, Function<T, Number> cell) {
    return new Column<>(
        name, "string", "", description, 0, (object, now) -> cell.apply(object).longValue());
  }

  /// A column of truth values.
  public static <T extends ApiObject> Column<T> flag(
      String name, String description, Function<T, Boolean> cell) {
    return new Column<>(name, "boolean", "", description, 0, (object, now) -> cell.apply(object));
  }

  /// The same column, shown by `-o wide` only.
  public Column<T> wide() {
    return new Column<>(name, type, format, description, 1, cell);
  }
}
