package dev.podo.node.containerd.host;

import dev.podo.model.Quantity;
import dev.podo.node.host.HostFacts;
import dev.podo.node.host.HostFacts.SystemIds;
import dev.podo.node.host.HostFacts.SystemVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads from /proc, /sys and /etc what a Node object says about its machine.
public final class LinuxFacts {
  private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/hugepages");
  private static final long BYTES_PER_KIB = 1024;
  private static final long MILLIS_PER_CPU = 1000;

  private LinuxFacts() {}

  /// @param hostname the node's
  /// @param address its internal IP
  /// @param dataDirectory whose file system is the pods' storage
  public static HostFacts read(String hostname, String address, Path dataDirectory) {
    return new HostFacts(
        hostname,
        List.of(address),
        Runtime.getRuntime().availableProcessors() * MILLIS_PER_CPU,
        memoryBytes(),
        diskBytes(dataDirectory),
        hugePages(),
        new SystemIds(
            text("/etc/machine-id"),
            text("/sys/class/dmi/id/product_uuid").toLowerCase(Locale.ROOT),
            text("/proc/sys/kernel/random/boot_id")),
        new SystemVersions(
            System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64",
            "linux",
            text("/proc/sys/kernel/osrelease"),
            osImage()));
  }

  private static long memoryBytes() {
    for (var line : lines("/proc/meminfo")) {
      if (line.startsWith("MemTotal:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB;
      }
    }
    return 0;
  }

  private static SortedMap<String, Long> hugePages() {
    var out = new TreeMap<String, Long>();
    try (var sizes = Files.newDirectoryStream(HUGE_PAGES, "hugepages-*kB")) {
      for (var size : sizes) {
        var kib = Long.parseLong(size.getFileName().toString().replaceAll("\\D", ""));
        var count = text(size.resolve("nr_hugepages").toString());
        var unit = Quantity.of(kib * BYTES_PER_KIB, Quantity.Format.BINARY_SI);
        out.put(
            "hugepages-" + unit, count.isEmpty() ? 0 : Long.parseLong(count) * kib * BYTES_PER_KIB);
      }
    } catch (IOException e) {
      return new TreeMap<>(); // a kernel without them
    }
    return out;
  }

  private static long diskBytes(Path directory) {
    try {
      return Files.getFileStore(directory).getTotalSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  private static String osImage() {
    for (var line : lines("/etc/os-release")) {
      if (line.startsWith("PRETTY_NAME=")) {
        return line.substring("PRETTY_NAME=".length()).replace("\"", "");
      }
    }
    return "Linux";
  }

  /// What a host does not tell is left empty.
  private static String text(String file) {
    var lines = lines(file);
    return lines.isEmpty() ? "" : lines.getFirst().strip();
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
