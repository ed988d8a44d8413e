package dev.podo.program.config;

import dev.podo.node.eviction.EvictionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All settings, in the order in which `podo config` prints them.
final class Settings {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?");
  private static final String SYSTEM_DIR = "/var/lib/podo";
  private static final int NODES_MAX = 10_000;

  static final List<Setting> ALL =
      List.of(
          setting(
              "dataDir",
              "where everything of this cluster is kept",
              Settings::dataDir,
              Settings::path),
          setting(
              "runtime",
              "what runs the containers",
              c -> "containerd",
              oneOf("containerd", "simulated")),
          setting(
              "nodes",
              "how many nodes; more than one only with the simulated runtime",
              c -> "1",
              number(1, NODES_MAX)),
          setting(
              "node.name", "name of this machine's Node", Circumstances::hostName, Settings::name),
          setting(
              "node.evictionHard",
              "what must be left free on this machine, or pods are evicted; empty never evicts",
              c -> EvictionSettings.DEFAULT_THRESHOLDS,
              Settings::thresholds),
          setting(
              "api.address",
              "address the API server listens on",
              Settings::apiAddress,
              Settings::address),
          setting(
              "api.port",
              "port of the API server, 0 picks a free one",
              c -> "6443",
              number(0, 65_535)),
          setting(
              "network.serviceCidr", "addresses of Services", c -> "10.96.0.0/16", cidr(12, 28)),
          setting("network.podCidr", "addresses of Pods", c -> "10.244.0.0/16", cidr(8, 24)),
          setting(
              "network.serviceNodePorts",
              "ports of NodePort Services",
              c -> "30000-32767",
              Settings::portRange),
          setting(
              "network.clusterDomain",
              "the zone of the cluster's DNS",
              c -> "cluster.local",
              Settings::name),
          setting("ingress.httpPort", "port of the ingress for HTTP", c -> "80", number(1, 65_535)),
          setting(
              "ingress.httpsPort", "port of the ingress for HTTPS", c -> "443", number(1, 65_535)),
          setting(
              "containerd.binary",
              "the containerd to run an instance of",
              c -> "containerd",
              Settings::text),
          setting(
              "log.level",
              "what is logged",
              c -> "info",
              oneOf("debug", "info", "warning", "error")),
          setting("log.format", "how it is logged", c -> "text", oneOf("text", "json")));

  private Settings() {}

  static Set<String> keys() {
    var keys = new TreeSet<String>();
    ALL.forEach(s -> keys.add(s.key()));
    return keys;
  }

  private static Setting setting(
      String key,
      String meaning,
      Function<Circumstances, String> defaultValue,
      Function<String, @Nullable String> problem) {
    return new Setting(key, meaning, defaultValue, problem);
  }

  private static String dataDir(Circumstances c) {
    var isOwn = c.runtime().equals("simulated") && !c.isRoot();
    return isOwn ? c.home().resolve(".local/share/podo").toString() : SYSTEM_DIR;
  }

  /// Pods reach the API server through the host's address, simulated ones need none.
  private static String apiAddress(Circumstances c) {
    return c.runtime().equals("simulated") ? "127.0.0.1" : "0.0.0.0";
  }

  private static @Nullable String path(String value) {
    return Path.of(value).isAbsolute() ? null : "must be an absolute path";
  }

  private static @Nullable String text(String value) {
    return value.isBlank() ? "must not be empty" : null;
  }

  private static @Nullable String name(String value) {
    return NAME.matcher(value).matches()
        ? null
        : "must be a DNS name: lower case letters, digits, '-' and '.', at most 63 characters";
  }

  private static @Nullable String address(String value) {
    if (value.contains(":")) {
      return "is an IPv6 address; Podo speaks IPv4 only so far, name an IPv4 address";
    }
    return IPV4.matcher(value).matches() ? null : "must be an IPv4 address such as 127.0.0.1";
  }

  private static @Nullable String thresholds(String value) {
    try {
      EvictionSettings.parse(value);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private static @Nullable String portRange(String value) {
    var parts = value.split("-", -1);
    if (parts.length != 2 || number(1, 65_535).apply(parts[0]) != null) {
      return "must be a range such as 30000-32767";
    }
    return number(Integer.parseInt(parts[0]), 65_535).apply(parts[1]) == null
        ? null
        : "must be a range such as 30000-32767";
  }

  private static Function<String, @Nullable String> cidr(int shortest, int longest) {
    return value -> {
      var parts = value.split("/", -1);
      if (parts.length != 2) {
        return "must be an address range such as 10.96.0.0/16";
      }
      var wrong = address(parts[0]);
      if (wrong != null) {
        return wrong;
      }
      return number(shortest, longest).apply(parts[1]) == null
          ? null
          : "must have a prefix of " + shortest + " to " + longest + " bits";
    };
  }

  private static Function<String, @Nullable String> oneOf(String... values) {
    return value ->
        List.of(values).contains(value) ? null : "must be one of " + String.join(", ", values);
  }

  private static Function<String, @Nullable String> number(int min, int max) {
    return value -> {
      var isNumber = value.matches("\\d{1,9}");
      return isNumber && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max
          ? null
          : "must be a whole number from " + min + " to " + max;
    };
  }
}
