package dev.podo.node.containerd.instance;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The pod network's configuration as containerd reads it, and what the network plug-ins leave on
/// the host.
public final class CniDirectory {
  private static final String FILE = "10-podo.conflist";

  /// Where the library of CNI keeps results.
  private static final Path RESULTS = Path.of("/var/lib/cni/results");

  private static final Path LEASES = Path.of("/var/lib/cni/networks");

  private final Path directory;

  /// @param directory [ContainerdSettings#cniConfigDirectory()]
  public CniDirectory(Path directory) {
    this.directory = directory;
  }

  /// Writes the configuration if it is not what stands there; containerd sees it by itself.
  ///
  /// @param confList a CNI network configuration list, JSON
  public void write(String confList) throws IOException {
    Files.createDirectories(directory);
    var file = directory.resolve(FILE);
    if (Files.exists(file) && Files.readString(file).equals(confList)) {
      return;
    }
    // containerd reads what ends with a known suffix only, and must not read half a file.
    var unfinished = directory.resolve(FILE + ".new");
    Files.writeString(unfinished, confList);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Removes leases, results, the bridge and the rules, as far as the configuration that Podo wrote
  /// names them.
  ///
  /// @param sandboxes ids of those that could not be removed in order
  void removeRemains(List<String> sandboxes) throws IOException, InterruptedException {
    for (var sandbox : sandboxes) {
      removeResults("*-" + sandbox + "-*");
    }
    var file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    var network = read(file);
    var name = String.valueOf(network.get("name"));
    removeResults(name + "-*");
    Commands.deleteTree(LEASES.resolve(name));
    for (var plugin : plugins(network)) {
      if ("bridge".equals(plugin.get("type")) && plugin.get("bridge") != null) {
        Commands.succeeds("ip", "link", "delete", String.valueOf(plugin.get("bridge")));
      }
      if (plugin.get("ipam") instanceof Map<?, ?> ipam && ipam.get("dataDir") != null) {
        Commands.deleteTree(Path.of(String.valueOf(ipam.get("dataDir"))).resolve(name));
      }
    }
    CniRules.remove(name);
  }

  private static Map<?, ?> read(Path file) throws IOException {
    try {
      return Json.parse(Files.readString(file)) instanceof Map<?, ?> tree ? tree : new TreeMap<>();
    } catch (DecodeException broken) {
      return new TreeMap<>();
    }
  }

  private static List<Map<?, ?>> plugins(Map<?, ?> network) {
    var out = new ArrayList<Map<?, ?>>();
    if (network.get("plugins") instanceof List<?> plugins) {
      for (var plugin : plugins) {
        if (plugin instanceof Map<?, ?> tree) {
          out.add(tree);
        }
      }
    }
    return out;
  }

  private static void removeResults(String names) throws IOException {
    if (!Files.isDirectory(RESULTS)) {
      return;
    }
    try (var files = Files.newDirectoryStream(RESULTS, names)) {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
