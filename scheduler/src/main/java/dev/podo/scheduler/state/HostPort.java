package dev.podo.scheduler.state;

/// A port of the node that a pod wants for itself.
///
/// @param ip `0.0.0.0` for all addresses
public record HostPort(String ip, String protocol, int port) {
  private static final String ANY = "0.0.0.0";

  static HostPort of(String ip, String protocol, int port) {
    return new HostPort(ip.isEmpty() ? ANY : ip, protocol.isEmpty() ? "TCP" : protocol, port);
  }

  /// All addresses include any one of them.
  public boolean conflictsWith(HostPort other) {
    return port == other.port
        && protocol.equals(other.protocol)
        && (ip.equals(other.ip) || ip.equals(ANY) || other.ip.equals(ANY));
  }
}
