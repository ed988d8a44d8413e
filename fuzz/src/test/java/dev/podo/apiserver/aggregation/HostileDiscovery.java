package dev.podo.apiserver.aggregation;

import dev.podo.machinery.codec.DecodeException;

/// What another server says that it serves.
public final class HostileDiscovery {
  private HostileDiscovery() {}

  public static void read(byte[] list) {
    try {
      ResourceLists.read(list);
    } catch (DecodeException | IllegalArgumentException refused) {
      // Such a server is told of as not available.
    }
  }
}
