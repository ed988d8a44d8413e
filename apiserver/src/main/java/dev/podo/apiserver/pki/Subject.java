package dev.podo.apiserver.pki;

import java.util.List;

/// Who a certificate is for.
///
/// @param commonName the user name
/// @param organizations the groups
/// @param hosts DNS names and IP addresses that a server answers to; empty for a client
public record Subject(String commonName, List<String> organizations, List<String> hosts) {
  public Subject {
    organizations = List.copyOf(organizations);
    hosts = List.copyOf(hosts);
  }

  public static Subject client(String user, List<String> groups) {
    return new Subject(user, groups, List.of());
  }

  public static Subject server(String name, List<String> hosts) {
    return new Subject(name, List.of(), hosts);
  }
}
