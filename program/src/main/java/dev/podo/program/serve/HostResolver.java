package dev.podo.program.serve;

import dev.podo.node.runtime.SandboxConfig.DnsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the host itself resolves names.
final class HostResolver {
  /// systemd-resolved answers on loopback only; what it asks itself stands in the other file.
  private static final List<Path> FILES =
      List.of(Path.of("/run/systemd/resolve/resolv.conf"), Path.of("/etc/resolv.conf"));

  private HostResolver() {}

  static DnsConfig read() {
    for (var file : FILES) {
      if (Files.isReadable(file)) {
        try {
          return parse(Files.readAllLines(file));
        } catch (IOException e) {
          // the next one, then
        }
      }
    }
    return new DnsConfig(List.of(), List.of(), List.of());
  }

  /// Servers on loopback are of no use to pods, and IPv6 ones cannot be asked yet.
  static DnsConfig parse(List<String> lines) {
    var servers = new ArrayList<String>();
    var searches = new ArrayList<String>();
    var options = new ArrayList<String>();
    for (var line : lines) {
      var words = List.of(line.strip().split("\\s+"));
      var rest = words.subList(1, words.size());
      switch (words.getFirst()) {
        case "nameserver" ->
            rest.stream()
                .filter(s -> !s.startsWith("127.") && !s.contains(":"))
                .forEach(servers::add);
        case "search" -> {
          searches.clear();
          searches.addAll(rest);
        }
        case "options" -> options.addAll(rest);
        default -> {
          // comments, and what nobody uses
        }
      }
    }
    return new DnsConfig(servers, searches, options);
  }
}
