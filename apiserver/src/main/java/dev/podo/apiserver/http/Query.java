package dev.podo.apiserver.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The query of a URL, decoded; parameters keep the order in which they came.
public final class Query {
  private static final Query EMPTY = new Query("", Map.of());

  private final String raw;
  private final Map<String, List<String>> values;

  private Query(String raw, Map<String, List<String>> values) {
    this.raw = raw;
    this.values = values;
  }

  /// @throws IllegalArgumentException when an escape is malformed
  public static Query parse(String raw) {
    if (raw.isEmpty()) {
      return EMPTY;
    }
    var values = new LinkedHashMap<String, List<String>>();
    for (var pair : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      values.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
    }
    return new Query(raw, values);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  public static Query empty() {
    return EMPTY;
  }

  /// As it came, still escaped.
  public String raw() {
    return raw;
  }

  /// The first value of a parameter, "" when it is not there.
  public String first(String name) {
    var all = values.get(name);
    return all == null ? "" : all.getFirst();
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public Set<String> names() {
    return values.keySet();
  }

  /// Whether a flag is set the way Kubernetes reads flags in queries: anything but absent, "0" and
  /// "false" is true.
  public boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    var value = first(name);
    return !value.equals("0") && !value.equalsIgnoreCase("false");
  }
}
