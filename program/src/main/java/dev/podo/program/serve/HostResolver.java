package dev.podo.program.serve;

import dev.podo.foundation.Clock;
import dev.podo.node.runtime.SandboxConfig.DnsConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// How the host itself resolves names.
final class HostResolver {
  /// systemd-resolved answers on loopback only; what it asks itself stands in the other file.
  private static final List<Path> FILES =
      List.of(Path.of("/run/systemd/resolve/resolv.conf"), Path.of("/etc/resolv.conf"));

  private HostResolver() {}

  static DnsConfig read() {
    return read(FILES);
  }

  private static DnsConfig read(List<Path> files) {
    for (var file : files) {
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

  /// The servers that the host names just now. The files are read again when they have changed, and
  /// looked at no more often than a question comes; for one thread.
  static Supplier<List<InetSocketAddress>> follow(Clock clock) {
    return follow(FILES, clock);
  }

  static Supplier<List<InetSocketAddress>> follow(List<Path> files, Clock clock) {
    return new Followed(files, clock);
  }

  private static final class Followed implements Supplier<List<InetSocketAddress>> {
    private static final int DNS_PORT = 53;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final List<Path> files;
    private final Clock clock;
    private long lookedAt;
    private List<String> stamps = List.of();
    private List<InetSocketAddress> servers = List.of();

    Followed(List<Path> files, Clock clock) {
      this.files = files;
      this.clock = clock;
    }

    @Override
    public List<InetSocketAddress> get() {
      var now = clock.nanos();
      if (stamps.isEmpty() || now - lookedAt >= PAUSE.toNanos()) {
        lookedAt = now;
        var next = files.stream().map(HostResolver::stamp).toList();
        if (!next.equals(stamps)) {
          stamps = next;
          servers =
              read(files).servers().stream()
                  .map(ip -> new InetSocketAddress(ip, DNS_PORT))
                  .toList();
        }
      }
      return servers;
    }
  }

  /// Differs when the file does.
  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return "none";
    }
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
