package dev.podo.program.commands;

import dev.podo.program.config.Config;
import dev.podo.program.config.ConfigException;
import dev.podo.program.config.ConfigLoader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which cluster, shared by the commands.
final class ClusterOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where everything of the cluster is kept.")
  @Nullable Path dataDir;

  @Option(
      names = "--api-port",
      paramLabel = "N",
      description = "Port of the API server; 0 picks a free one.")
  @Nullable Integer apiPort;

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      description = "What runs the containers: containerd or simulated.")
  @Nullable String runtime;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many nodes; more than one only with the simulated runtime.")
  @Nullable Integer nodes;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file of settings; see podo config.")
  @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any setting, as in network.podCidr=10.1.0.0/16.")
  Map<String, String> settings = new TreeMap<>();

  /// @throws ConfigException with everything that is wrong
  Config load() throws ConfigException {
    return new ConfigLoader(flags(), System.getenv(), config)
        .load(isRoot(), Invocation.home(), hostName());
  }

  private Map<String, String> flags() {
    var flags = new TreeMap<>(settings);
    if (dataDir != null) {
      flags.put("dataDir", dataDir.toAbsolutePath().normalize().toString());
    }
    if (apiPort != null) {
      flags.put("api.port", apiPort.toString());
    }
    if (runtime != null) {
      flags.put("runtime", runtime);
    }
    if (nodes != null) {
      flags.put("nodes", nodes.toString());
    }
    return flags;
  }

  /// The same options again, for the process that serves.
  List<String> asArguments() {
    var arguments = new ArrayList<String>();
    flags().forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    if (config != null) {
      arguments.addAll(List.of("--config", config.toAbsolutePath().toString()));
    }
    return arguments;
  }

  /// The options as [#asArguments] writes them.
  ///
  /// @return null when the arguments are not just that
  static @Nullable ClusterOptions ofArguments(List<String> arguments) {
    var options = new ClusterOptions();
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      var value = arguments.get(i + 1);
      var equals = value.indexOf('=');
      if (arguments.get(i).equals("--set") && equals > 0) {
        options.settings.put(value.substring(0, equals), value.substring(equals + 1));
      } else if (arguments.get(i).equals("--config")) {
        options.config = Path.of(value);
      } else {
        return null;
      }
    }
    return arguments.size() % 2 == 0 ? options : null;
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
