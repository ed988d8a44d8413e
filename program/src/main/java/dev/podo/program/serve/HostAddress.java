package dev.podo.program.serve;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the address under which this machine is reached by pods and other machines.
final class HostAddress {
  private static final Path ROUTES = Path.of("/proc/net/route");
  private static final String ANYWHERE = "00000000";

  // Columns of the kernel's table of routes.
  private static final int NAME = 0;
  private static final int DESTINATION = 1;
  private static final int METRIC = 6;
  private static final int MASK = 7;

  private HostAddress() {}

  /// The IPv4 address of the interface that leads to everywhere; without such a one the first of an
  /// interface that is up; loopback when there is none. Other links come and go: those of somebody
  /// else's containers, of tunnels.
  static InetAddress find() throws ServingException {
    try {
      var way = defaultInterface(Files.isReadable(ROUTES) ? Files.readAllLines(ROUTES) : List.of());
      var preferred = way.isEmpty() ? null : addressOf(NetworkInterface.getByName(way.get()));
      if (preferred != null) {
        return preferred;
      }
      for (var face : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        var address = isOfContainers(face.getName()) ? null : addressOf(face);
        if (address != null) {
          return address;
        }
      }
      return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    } catch (IOException e) {
      throw new ServingException(
          "this machine's network interfaces cannot be read: " + e.getMessage(),
          "check ip address");
    }
  }

  /// @param lines as in `/proc/net/route`
  static Optional<String> defaultInterface(List<String> lines) {
    return lines.stream()
        .map(line -> List.of(line.strip().split("\\s+")))
        .filter(route ->
            route.size() > MASK
                && route.get(DESTINATION).equals(ANYWHERE)
                && route.get(MASK).equals(ANYWHERE))
        .min(Comparator.comparingLong(route -> Long.parseLong(route.get(METRIC))))
        .map(route -> route.get(NAME));
  }

  private static @Nullable InetAddress addressOf(@Nullable NetworkInterface face)
      throws IOException {
    if (face == null || !face.isUp() || face.isLoopback()) {
      return null;
    }
    for (var address : Collections.list(face.getInetAddresses())) {
      if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
        return address;
      }
    }
    return null;
  }

  private static boolean isOfContainers(String name) {
    return name.startsWith("podo")
        || name.startsWith("veth")
        || name.startsWith("cni")
        || name.startsWith("docker");
  }
}
