package dev.podo.node.container;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The fields of a Pod that its containers may read (the downward API).
public final class FieldRefs {
  private FieldRefs() {}

  /// @param path as in `metadata.labels['app']`
  /// @throws ConfigError when there is no such field
  public static String value(PodFacts facts, String path) {
    var pod = facts.pod();
    var meta = pod.metadata();
    var subscript = subscript(path);
    if (subscript != null) {
      var map = path.startsWith("metadata.labels[") ? meta.labels() : meta.annotations();
      return map.getOrDefault(subscript, "");
    }
    return switch (path) {
      case "metadata.name" -> meta.name();
      case "metadata.namespace" -> meta.namespace();
      case "metadata.uid" -> meta.uid();
      case "metadata.labels" -> format(meta.labels());
      case "metadata.annotations" -> format(meta.annotations());
      case "spec.nodeName" -> pod.spec().nodeName();
      case "spec.serviceAccountName" -> pod.spec().serviceAccountName();
      case "status.hostIP" -> first(facts.hostIps());
      case "status.hostIPs" -> String.join(",", facts.hostIps());
      case "status.podIP" -> first(facts.ips());
      case "status.podIPs" -> String.join(",", facts.ips());
      default -> throw new ConfigError("unsupported fieldPath: " + path);
    };
  }

  private static @Nullable String subscript(String path) {
    for (var map : new String[] {"metadata.labels['", "metadata.annotations['"}) {
      if (path.startsWith(map) && path.endsWith("']")) {
        return path.substring(map.length(), path.length() - 2);
      }
    }
    return null;
  }

  private static String first(List<String> values) {
    return values.isEmpty() ? "" : values.getFirst();
  }

  /// One `key="value"` a line, sorted, the value escaped as Go does.
  static String format(Map<String, String> map) {
    return map.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> each.getKey() + "=" + quote(each.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String quote(String value) {
    var out = new StringBuilder("\"");
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            out.append("\\x%02x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
