package dev.podo.apiserver.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;

/// Which addresses users may have requests sent to by this server. Whoever may write the status of
/// a pod names an address there; what listens on the loopback of this host, or next to it, trusts
/// whoever reaches it.
@FunctionalInterface
public interface AddressRule {
  /// Upstream's rule: no loopback, no link-local, no multicast, no broadcast.
  AddressRule GLOBAL_UNICAST = AddressRule::isGlobalUnicast;

  /// For clusters all of whose users own the host.
  AddressRule ANY = address -> true;

  boolean allows(InetAddress address);

  private static boolean isGlobalUnicast(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress()
        && !isBroadcast(address);
  }

  private static boolean isBroadcast(InetAddress address) {
    if (!(address instanceof Inet4Address)) {
      return false;
    }
    for (var b : address.getAddress()) {
      if (b != (byte) 0xff) {
        return false;
      }
    }
    return true;
  }
}
