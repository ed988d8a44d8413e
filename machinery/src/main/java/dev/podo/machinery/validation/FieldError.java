package dev.podo.machinery.validation;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldpath.FieldPath;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is wrong with one field of an object; prints exactly as upstream's `field.Error`, because
/// users and tools read these texts.
///
/// @param badValue the offending value, shown as JSON; null shows as `null`
/// @param detail why it is wrong and what would be right; may be empty
public record FieldError(Type type, FieldPath path, @Nullable Object badValue, String detail) {

  /// Stands for a value that the message leaves out.
  private enum Omitted {
    OMITTED
  }

  /// The kinds of errors; each is also the type of a cause in a Status.
  public enum Type {
    NOT_FOUND("FieldValueNotFound", "Not found", true),
    REQUIRED("FieldValueRequired", "Required value", false),
    DUPLICATE("FieldValueDuplicate", "Duplicate value", true),
    INVALID("FieldValueInvalid", "Invalid value", true),
    NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value", true),
    FORBIDDEN("FieldValueForbidden", "Forbidden", false),
    TOO_LONG("FieldValueTooLong", "Too long", false),
    TOO_SHORT("FieldValueTooShort", "Too short", false),
    TOO_MANY("FieldValueTooMany", "Too many", true),
    TOO_FEW("FieldValueTooFew", "Too few", true),
    INTERNAL("InternalError", "Internal error", false),
    TYPE_INVALID("FieldValueTypeInvalid", "Invalid value", true);

    private final String cause;
    private final String text;
    private final boolean showsValue;

    Type(String cause, String text, boolean showsValue) {
      this.cause = cause;
      this.text = text;
      this.showsValue = showsValue;
    }

    /// The machine-readable name, as in `status.details.causes[].reason`.
    public String cause() {
      return cause;
    }
  }

  public static FieldError required(FieldPath path, String detail) {
    return new FieldError(Type.REQUIRED, path, "", detail);
  }

  public static FieldError invalid(FieldPath path, @Nullable Object badValue, String detail) {
    return new FieldError(Type.INVALID, path, badValue, detail);
  }

  /// An invalid value too large to be shown.
  public static FieldError invalidWhole(FieldPath path, String detail) {
    return new FieldError(Type.INVALID, path, Omitted.OMITTED, detail);
  }

  /// A value outside a fixed set; the values are named in the order given.
  public static FieldError notSupported(
      FieldPath path, @Nullable Object badValue, Collection<String> supported) {
    var quoted = supported.stream().map(Texts::quote).toList();
    var detail = quoted.isEmpty() ? "" : "supported values: " + String.join(", ", quoted);
    return new FieldError(Type.NOT_SUPPORTED, path, badValue, detail);
  }

  public static FieldError forbidden(FieldPath path, String detail) {
    return new FieldError(Type.FORBIDDEN, path, "", detail);
  }

  public static FieldError duplicate(FieldPath path, @Nullable Object badValue) {
    return new FieldError(Type.DUPLICATE, path, badValue, "");
  }

  /// A value that is there twice and too large to be shown.
  public static FieldError duplicateWhole(FieldPath path) {
    return new FieldError(Type.DUPLICATE, path, Omitted.OMITTED, "");
  }

  public static FieldError notFound(FieldPath path, @Nullable Object badValue) {
    return new FieldError(Type.NOT_FOUND, path, badValue, "");
  }

  /// A value longer than so many bytes.
  public static FieldError tooLong(FieldPath path, int maxBytes) {
    var unit = maxBytes == 1 ? "byte" : "bytes";
    return new FieldError(
        Type.TOO_LONG, path, Omitted.OMITTED, "may not be more than " + maxBytes + " " + unit);
  }

  /// A list of more than so many elements.
  public static FieldError tooMany(FieldPath path, int actual, int max) {
    var unit = max == 1 ? "item" : "items";
    return new FieldError(
        Type.TOO_MANY,
        path,
        actual < 0 ? Omitted.OMITTED : actual,
        "must have at most " + max + " " + unit);
  }

  public static FieldError typeInvalid(FieldPath path, @Nullable Object badValue, String detail) {
    return new FieldError(Type.TYPE_INVALID, path, badValue, detail);
  }

  public static FieldError internal(FieldPath path, String detail) {
    return new FieldError(Type.INTERNAL, path, Omitted.OMITTED, detail);
  }

  /// A change of a field that may not change.
  public static FieldError immutable(FieldPath path, @Nullable Object badValue) {
    return invalid(path, badValue, "field is immutable");
  }

  /// The same error of an object that is a part of another.
  public FieldError below(FieldPath place) {
    var text = path.toString();
    var at =
        path.isEmpty() ? place : FieldPath.root(place + (text.startsWith("[") ? "" : ".") + text);
    return new FieldError(type, at, badValue, detail);
  }

  /// The message without the path, as in `status.details.causes[].message`.
  public String body() {
    var text = new StringBuilder(type.text);
    if (type.showsValue && !(badValue instanceof Omitted)) {
      text.append(": ").append(shown());
    }
    return detail.isEmpty() ? text.toString() : text.append(": ").append(detail).toString();
  }

  private String shown() {
    return switch (badValue) {
      case String text -> Texts.quote(text);
      case null -> "null";
      default -> Json.show(badValue);
    };
  }

  /// The message with the path: what a user reads.
  @Override
  public String toString() {
    return path + ": " + body();
  }

  /// Several errors as one text, each said once, as upstream's aggregate prints them.
  public static String summary(List<FieldError> errors) {
    var texts = new LinkedHashSet<String>();
    errors.forEach(error -> texts.add(error.toString()));
    return texts.size() == 1 ? texts.iterator().next() : "[" + String.join(", ", texts) + "]";
  }
}
