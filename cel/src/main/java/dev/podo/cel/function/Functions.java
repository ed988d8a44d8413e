package dev.podo.cel.function;

import dev.podo.cel.type.CelType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All functions that an expression of Kubernetes 1.36 may call, and the names of types that it may
/// use as values.
public final class Functions {
  private static final Functions KUBERNETES = new Functions();

  private final Map<String, List<Overload>> overloads;
  private final Map<String, CelType> types = new LinkedHashMap<>();

  private Functions() {
    var library = new Library();
    Operators.declare(library);
    Comparisons.declare(library);
    Conversions.declare(library);
    TimeParts.declare(library);
    Texts.declare(library);
    TextFormat.declare(library);
    Regexes.declare(library);
    Optionals.declare(library);
    Sets.declare(library);
    Lists.declare(library);
    ListExtensions.declare(library);
    Urls.declare(library);
    Quantities.declare(library);
    Addresses.declare(library);
    Formats.declare(library);
    Versions.declare(library);
    Authorizers.declare(library);
    overloads = library.functions();
    for (var type :
        List.of(
            CelType.BOOL,
            CelType.BYTES,
            CelType.DOUBLE,
            CelType.DURATION,
            CelType.DYN,
            CelType.INT,
            CelType.LIST,
            CelType.MAP,
            CelType.NULL,
            CelType.STRING,
            CelType.TIMESTAMP,
            CelType.TYPE,
            CelType.UINT,
            CelType.OPTIONAL,
            CelType.opaque(Urls.TYPE),
            CelType.opaque(Quantities.TYPE),
            CelType.opaque(Addresses.IP),
            CelType.opaque(Addresses.CIDR),
            CelType.opaque(Formats.TYPE),
            CelType.opaque(Versions.TYPE))) {
      types.put(type.name(), type);
    }
  }

  public static Functions kubernetes() {
    return KUBERNETES;
  }

  /// The ways to call a function; null if there is none of this name.
  public @Nullable List<Overload> overloads(String function) {
    return overloads.get(function);
  }

  /// The type of this name.
  public @Nullable CelType type(String name) {
    return types.get(name);
  }
}
