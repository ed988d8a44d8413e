package dev.podo.machinery.table;

import dev.podo.machinery.kind.Column;
import dev.podo.model.ApiObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How cells that many kinds have are spelled.
public final class Cells {
  public static final String NONE = "<none>";
  public static final String UNKNOWN = "<unknown>";
  private static final int LISTED_MAX = 3; // Of a longer list the rest is only counted.

  private Cells() {}

  /// How long ago an instant was; `<unknown>` if there is none.
  public static String since(@Nullable Instant then, Instant now) {
    return then == null ? UNKNOWN : HumanDuration.of(Duration.between(then, now));
  }

  /// The column that every kind has: how old the object is.
  public static <T extends ApiObject> Column<T> age() {
    return Column.timed(
        "Age",
        "How long ago the object was created, by the server's clock.",
        (object, now) -> since(object.metadata().creationTimestamp(), now));
  }

  /// The column of kinds whose age nobody asks for: when the object was created.
  public static <T extends ApiObject> Column<T> createdAt() {
    return new Column<>(
        "Created At",
        "date",
        "",
        "When the object was created, by the server's clock.",
        0,
        (object, now) -> {
          var created = object.metadata().creationTimestamp();
          return created == null ? UNKNOWN : created.truncatedTo(ChronoUnit.SECONDS).toString();
        });
  }

  /// The text, or `<none>` where there is none.
  public static String orNone(@Nullable String text) {
    return text == null || text.isEmpty() ? NONE : text;
  }

  /// The text, or `<unknown>` where there is none.
  public static String orUnknown(@Nullable String text) {
    return text == null || text.isEmpty() ? UNKNOWN : text;
  }

  /// A truth value that may not be set, as upstream shows it.
  public static String flag(@Nullable Boolean value) {
    return value == null ? "<unset>" : value ? "True" : "False";
  }

  /// The first three, and how many more there are: `a,b,c + 2 more...`.
  public static String firstOf(List<String> all) {
    if (all.size() <= LISTED_MAX) {
      return String.join(",", all);
    }
    var first = String.join(",", all.subList(0, LISTED_MAX));
    return first + " + " + (all.size() - LISTED_MAX) + " more...";
  }
}
