package dev.podo.machinery.kinds.metadata;

import java.util.List;

/// The transport protocols of ports.
public final class Protocols {
  public static final String TCP = "TCP";

  /// In the order in which errors name them.
  public static final List<String> ALL = List.of("SCTP", TCP, "UDP");

  private Protocols() {}
}
