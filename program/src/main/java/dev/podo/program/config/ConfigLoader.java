package dev.podo.program.config;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Yaml;
import dev.podo.node.eviction.EvictionSettings;
import dev.podo.program.config.Config.Listen;
import dev.podo.program.config.Config.Logging;
import dev.podo.program.config.Config.Network;
import dev.podo.program.config.Config.Node;
import dev.podo.program.config.Config.RuntimeKind;
import dev.podo.program.config.Config.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts the configuration together: a flag beats the environment, the environment beats the file,
/// the file beats the default. Everything that is wrong is told at once.
public final class ConfigLoader {
  private static final String VARIABLE_PREFIX = "PODO_";

  /// Variables of the launch script and of tests, which are no settings.
  private static final List<String> FOREIGN_VARIABLES =
      List.of(
          "PODO_ORACLE",
          "PODO_HOME",
          "PODO_COMMAND",
          "PODO_CONFIG",
          "PODO_JAVA_OPTS",
          "PODO_COMMAND_JAVA_OPTS",
          "PODO_NO_BUILD",
          "PODO_JDK_PLACES",
          "PODO_VERSION");

  private final Map<String, String> flags;
  private final Map<String, String> environment;
  private final @Nullable Path file;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Value> values = new LinkedHashMap<>();

  /// @param flags by key of the setting, of those flags that were given
  /// @param environment the variables of the process
  /// @param file the configuration file, null for none
  public ConfigLoader(
      Map<String, String> flags, Map<String, String> environment, @Nullable Path file) {
    this.flags = new TreeMap<>(flags);
    this.environment = new TreeMap<>(environment);
    this.file = file;
  }

  /// @throws ConfigException with everything that is wrong
  public Config load(boolean isRoot, Path home, String hostName) throws ConfigException {
    var fromFile = readFile();
    refuseUnknown(fromFile);
    var runtime =
        flags.getOrDefault(
            "runtime",
            environment.getOrDefault(
                "PODO_RUNTIME", fromFile.getOrDefault("runtime", "containerd")));
    var circumstances = new Circumstances(isRoot, home, hostName, runtime);
    for (var setting : Settings.ALL) {
      resolve(setting, fromFile, circumstances);
    }
    if (problems.isEmpty()) {
      checkTogether();
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return build();
  }

  private Map<String, String> readFile() {
    var flat = new TreeMap<String, String>();
    if (file == null) {
      return flat;
    }
    try {
      var tree = Yaml.parse(Files.readAllBytes(file));
      if (tree instanceof Map<?, ?> map) {
        flatten("", map, flat);
      } else if (tree != null) {
        problems.add(file + ": must be a YAML mapping of settings, such as `api: {port: 6443}`");
      }
    } catch (IOException e) {
      problems.add("the configuration file " + file + " cannot be read: " + e.getMessage());
    } catch (DecodeException e) {
      problems.add(file + " is not valid YAML: " + e.getMessage());
    }
    return flat;
  }

  private static void flatten(String prefix, Map<?, ?> map, Map<String, String> into) {
    map.forEach((key, value) -> {
      var path = prefix + key;
      if (value instanceof Map<?, ?> inner) {
        flatten(path + ".", inner, into);
      } else {
        into.put(path, String.valueOf(value));
      }
    });
  }

  private void refuseUnknown(Map<String, String> fromFile) {
    var known = Settings.keys();
    for (var key : fromFile.keySet()) {
      if (!known.contains(key)) {
        problems.add(file + ": unknown setting \"" + key + "\"" + suggestion(key, known));
      }
    }
    var variables = new ArrayList<String>();
    Settings.ALL.forEach(s -> variables.add(s.variable()));
    for (var name : environment.keySet()) {
      if (name.startsWith(VARIABLE_PREFIX)
          && !variables.contains(name)
          && !FOREIGN_VARIABLES.contains(name)) {
        problems.add("unknown environment variable " + name + suggestion(name, variables));
      }
    }
  }

  private void resolve(Setting setting, Map<String, String> fromFile, Circumstances circumstances) {
    var key = setting.key();
    String value;
    String source;
    if (flags.containsKey(key)) {
      value = flags.getOrDefault(key, "");
      source =
          "flag --"
              + key.replaceAll("([a-z])([A-Z])", "$1-$2")
                  .replace('.', '-')
                  .toLowerCase(Locale.ROOT);
    } else if (environment.containsKey(setting.variable())) {
      value = environment.getOrDefault(setting.variable(), "");
      source = "environment " + setting.variable();
    } else if (fromFile.containsKey(key)) {
      value = fromFile.getOrDefault(key, "");
      source = "file " + file;
    } else {
      value = setting.defaultValue().apply(circumstances);
      source = "default";
    }
    var wrong = setting.problem().apply(value);
    if (wrong != null) {
      problems.add(key + " (" + source + "): \"" + value + "\" " + wrong);
    }
    values.put(key, new Value(key, value, source, setting.meaning()));
  }

  private void checkTogether() {
    if (text("runtime").equals("containerd") && number("nodes") > 1) {
      problems.add(
          "nodes: "
              + number("nodes")
              + " nodes need the simulated runtime so far; add --runtime simulated, or leave nodes at 1");
    }
    if (text("ingress.httpPort").equals(text("ingress.httpsPort"))) {
      problems.add(
          "ingress.httpPort and ingress.httpsPort are both "
              + text("ingress.httpPort")
              + "; choose two ports");
    }
  }

  private Config build() {
    var nodePorts = text("network.serviceNodePorts").split("-", -1);
    var network =
        new Network(
            text("network.serviceCidr"),
            text("network.podCidr"),
            Integer.parseInt(nodePorts[0]),
            Integer.parseInt(nodePorts[1]),
            text("network.clusterDomain"));
    return new Config(
        Path.of(text("dataDir")),
        RuntimeKind.valueOf(text("runtime").toUpperCase(Locale.ROOT)),
        number("nodes"),
        new Node(text("node.name"), EvictionSettings.parse(text("node.evictionHard"))),
        new Listen(text("api.address"), number("api.port")),
        network,
        new Listen("0.0.0.0", number("ingress.httpPort")),
        new Listen("0.0.0.0", number("ingress.httpsPort")),
        text("containerd.binary"),
        new Logging(text("log.level"), text("log.format").equals("json")),
        List.copyOf(values.values()));
  }

  private String text(String key) {
    var value = values.get(key);
    return value == null ? "" : value.value();
  }

  private int number(String key) {
    return Integer.parseInt(text(key));
  }

  private static String suggestion(String given, Iterable<String> known) {
    String best = null;
    var bestDistance = Math.max(2, given.length() / 3) + 1;
    for (var candidate : known) {
      var distance = distance(given.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best == null
        ? "; `podo config` lists what there is"
        : "; did you mean \"" + best + "\"?";
  }

  /// How many letters must change (Levenshtein).
  private static int distance(String a, String b) {
    var previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        var change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
