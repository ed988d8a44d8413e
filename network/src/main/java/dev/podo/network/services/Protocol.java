package dev.podo.network.services;

import java.util.Locale;

/// A transport that Services can have here. SCTP is not among them.
public enum Protocol {
  TCP,
  UDP;

  /// As nftables and file names spell it.
  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
