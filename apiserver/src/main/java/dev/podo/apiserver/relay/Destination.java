package dev.podo.apiserver.relay;

import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A server that requests are handed on to.
///
/// @param name what its certificate must be for, and what it is asked for in the handshake
/// @param addresses where it listens: the first that takes the connection is asked
/// @param tls null for a server that speaks plain HTTP
/// @param verified whether the certificate must be for the name; whom it must be from is the matter
///   of the context
public record Destination(
    String name, List<InetSocketAddress> addresses, @Nullable SSLContext tls, boolean verified) {
  public Destination {
    addresses = List.copyOf(addresses);
  }

  public static Destination plain(InetSocketAddress address) {
    return new Destination(address.getHostString(), List.of(address), null, false);
  }

  /// Without regard to whom its certificate is from.
  public static Destination unverified(InetSocketAddress address) {
    return new Destination(
        address.getHostString(), List.of(address), AnyCertificate.accepted(), false);
  }
}
