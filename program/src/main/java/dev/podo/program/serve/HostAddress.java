package dev.podo.program.serve;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collections;

/// Finds the address under which this machine is reached by pods and other machines.
final class HostAddress {
  private HostAddress() {}

  /// The first IPv4 address of an interface that is up, physical ones first; loopback when there is
  /// none.
  static InetAddress find() throws ServingException {
    try {
      for (var face : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (!face.isUp() || face.isLoopback() || isOfContainers(face.getName())) {
          continue;
        }
        for (var address : Collections.list(face.getInetAddresses())) {
          if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
            return address;
          }
        }
      }
      return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    } catch (IOException e) {
      throw new ServingException(
          "this machine's network interfaces cannot be read: " + e.getMessage(),
          "check ip address");
    }
  }

  private static boolean isOfContainers(String name) {
    return name.startsWith("podo")
        || name.startsWith("veth")
        || name.startsWith("cni")
        || name.startsWith("docker");
  }
}
