package dev.podo.network.services;

import java.util.Locale;

/// A transport that Services can have.
public enum Protocol {
  TCP,
  UDP,
  SCTP;

  /// As nftables and file names spell it.
  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
