package dev.podo.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What the figures depend on.
public final class Machine {
  private static final long MIB = 1 << 20;

  private Machine() {}

  /// @param directory where the data of the benchmarks lie
  public static String describe(Path directory) throws IOException {
    var store = Files.getFileStore(directory);
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %d MiB of memory, Linux %s, JDK %s, data on %s (%s)",
        Runtime.getRuntime().availableProcessors(),
        procValue(Path.of("/proc/cpuinfo"), "model name"),
        memory() / MIB,
        System.getProperty("os.version"),
        Runtime.version(),
        store.type(),
        store.name());
  }

  private static long memory() throws IOException {
    var text = procValue(Path.of("/proc/meminfo"), "MemTotal");
    var digits = text.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) * 1024;
  }

  static String procValue(Path file, String name) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }

  /// How much others wanted to run during the last minute.
  public static String load() throws IOException {
    var text = Files.readString(Path.of("/proc/loadavg"));
    return "load average " + text.substring(0, text.indexOf(' '));
  }

  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /// @return whether such a program is on the path
  public static boolean has(String program) {
    var path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    for (var directory : (path + ":/usr/sbin:/sbin").split(":")) {
      if (Files.isExecutable(Path.of(directory.isEmpty() ? "." : directory, program))) {
        return true;
      }
    }
    return false;
  }
}
