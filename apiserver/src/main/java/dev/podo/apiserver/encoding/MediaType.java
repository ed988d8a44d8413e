package dev.podo.apiserver.encoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A media type with its parameters (RFC 9110).
///
/// @param type in lower case, without parameters
/// @param parameters names in lower case, values as they came
public record MediaType(String type, Map<String, String> parameters) {
  public static final String JSON = "application/json";
  public static final String YAML = "application/yaml";
  public static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final int MAX_IN_HEADER = 64;

  static final MediaType ANY = new MediaType("*/*", Map.of());

  public MediaType {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  public static MediaType parse(String text) {
    var parts = text.split(";", -1);
    var parameters = new TreeMap<String, String>();
    for (var i = 1; i < parts.length; i++) {
      var equals = parts[i].indexOf('=');
      if (equals > 0) {
        var value = parts[i].substring(equals + 1).trim();
        parameters.put(
            parts[i].substring(0, equals).trim().toLowerCase(Locale.ROOT), unquote(value));
      }
    }
    return new MediaType(parts[0].trim().toLowerCase(Locale.ROOT), parameters);
  }

  private static String unquote(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  /// What an `Accept` header prefers, most wanted first; all is accepted where nothing is said.
  public static List<MediaType> accepted(List<String> headers) {
    var all = new ArrayList<MediaType>();
    for (var header : headers) {
      for (var part : header.split(",")) {
        if (!part.isBlank() && all.size() < MAX_IN_HEADER) {
          all.add(parse(part));
        }
      }
    }
    if (all.isEmpty()) {
      return List.of(ANY);
    }
    all.removeIf(type -> type.quality() <= 0);
    all.sort(
        Comparator.comparingDouble(MediaType::quality)
            .reversed()
            .thenComparingInt(MediaType::wildcards));
    return all;
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /// What is named goes before what is not.
  private int wildcards() {
    return type.startsWith("*") ? 2 : type.endsWith("/*") ? 1 : 0;
  }

  private double quality() {
    var q = parameters.get("q");
    if (q == null) {
      return 1;
    }
    try {
      return Double.parseDouble(q);
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
