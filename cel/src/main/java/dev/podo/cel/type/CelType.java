package dev.podo.cel.type;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A type of the language. As a value, `type(x)` is one too; then its parameters do not count.
///
/// @param name how messages and expressions call it
/// @param parameters of a list its element, of a map key and value, of an optional its value
public record CelType(Sort sort, String name, List<CelType> parameters) {
  /// What a type is.
  public enum Sort {
    DYN,
    NULL,
    BOOL,
    INT,
    UINT,
    DOUBLE,
    STRING,
    BYTES,
    DURATION,
    TIMESTAMP,
    TYPE,
    LIST,
    MAP,
    /// Has fields.
    OBJECT,
    /// A library's own: neither fields nor parts.
    OPAQUE,
    OPTIONAL,
    /// Stands for any type within the declaration of a function.
    PARAMETER
  }

  public static final CelType DYN = simple(Sort.DYN, "dyn");
  public static final CelType NULL = simple(Sort.NULL, "null_type");
  public static final CelType BOOL = simple(Sort.BOOL, "bool");
  public static final CelType INT = simple(Sort.INT, "int");
  public static final CelType UINT = simple(Sort.UINT, "uint");
  public static final CelType DOUBLE = simple(Sort.DOUBLE, "double");
  public static final CelType STRING = simple(Sort.STRING, "string");
  public static final CelType BYTES = simple(Sort.BYTES, "bytes");
  public static final CelType DURATION = simple(Sort.DURATION, "google.protobuf.Duration");
  public static final CelType TIMESTAMP = simple(Sort.TIMESTAMP, "google.protobuf.Timestamp");
  public static final CelType TYPE = simple(Sort.TYPE, "type");
  public static final CelType LIST = list(DYN);
  public static final CelType MAP = map(DYN, DYN);
  public static final CelType OPTIONAL = optional(DYN);

  private static CelType simple(Sort sort, String name) {
    return new CelType(sort, name, List.of());
  }

  public static CelType list(CelType element) {
    return new CelType(Sort.LIST, "list", List.of(element));
  }

  public static CelType map(CelType key, CelType value) {
    return new CelType(Sort.MAP, "map", List.of(key, value));
  }

  public static CelType optional(CelType value) {
    return new CelType(Sort.OPTIONAL, "optional_type", List.of(value));
  }

  /// The type of a type.
  public static CelType type(CelType of) {
    return new CelType(Sort.TYPE, "type", List.of(of));
  }

  public static CelType object(String name) {
    return simple(Sort.OBJECT, name);
  }

  public static CelType opaque(String name) {
    return simple(Sort.OPAQUE, name);
  }

  public static CelType parameter(String name) {
    return simple(Sort.PARAMETER, name);
  }

  public CelType parameter(int index) {
    return index < parameters.size() ? parameters.get(index) : DYN;
  }

  public boolean is(Sort other) {
    return sort == other;
  }

  /// Whether values of this type have a size that the type tells: one.
  public boolean isScalar() {
    return switch (sort) {
      case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT -> true;
      case OPTIONAL -> parameter(0).isScalar();
      case DYN, NULL, STRING, BYTES, TYPE, LIST, MAP, OBJECT, OPAQUE, PARAMETER -> false;
    };
  }

  /// As upstream names it where it tells of a result: `list(null_type)`,
  /// `google.protobuf.Timestamp`.
  public String declared() {
    return parameters.isEmpty() ? name : name + shown(parameters.stream().map(CelType::declared));
  }

  /// As upstream's messages show it: `list(string)`, `timestamp`.
  @Override
  public String toString() {
    return switch (sort) {
      case NULL -> "null";
      case DURATION -> "duration";
      case TIMESTAMP -> "timestamp";
      case DYN, BOOL, INT, UINT, DOUBLE, STRING, BYTES, OBJECT, OPAQUE, PARAMETER -> name;
      case TYPE, LIST, MAP, OPTIONAL ->
          parameters.isEmpty() ? name : name + shown(parameters.stream().map(CelType::toString));
    };
  }

  private static String shown(Stream<String> parts) {
    return parts.collect(Collectors.joining(", ", "(", ")"));
  }
}
