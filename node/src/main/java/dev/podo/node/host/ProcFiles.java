package dev.podo.node.host;

import dev.podo.node.host.HostUsage.Amount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What Linux tells in /proc about what is left of the machine.
final class ProcFiles {
  private static final long BYTES_PER_KIB = 1024;

  private ProcFiles() {}

  /// What is neither used nor needed: free, or holding pages of files that can be read again.
  static Amount memory(List<String> meminfo) {
    long total = 0;
    long available = 0;
    for (var line : meminfo) {
      var colon = line.indexOf(':');
      var name = colon < 0 ? "" : line.substring(0, colon);
      switch (name) {
        case "MemTotal" -> total = kibibytes(line);
        case "MemFree", "Inactive(file)" -> available += kibibytes(line);
        default -> {
          // of no interest
        }
      }
    }
    return new Amount(available, total);
  }

  private static long kibibytes(String line) {
    return Long.parseLong(line.substring(line.indexOf(':')).replaceAll("\\D", "")) * BYTES_PER_KIB;
  }

  /// @param loadavg as in `0.3 0.2 0.1 2/345 6789`: threads after the slash
  static Amount pids(String loadavg, String pidMax) {
    var max = Long.parseLong(pidMax.strip());
    var words = loadavg.strip().split("[ /]");
    return words.length < 5 ? Amount.UNKNOWN : new Amount(max - Long.parseLong(words[4]), max);
  }

  static List<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of(file));
  }

  static String first(String file) throws IOException {
    var lines = lines(file);
    return lines.isEmpty() ? "" : lines.getFirst();
  }
}
