package dev.podo.apiserver.discovery;

import java.util.List;

/// Knows a part of the API that is served: the kinds of this server, or other servers behind it.
@FunctionalInterface
public interface DiscoverySource {
  /// What is served now. It is asked on every request and must be cheap: the list is immutable, and
  /// the same instance for as long as nothing has changed.
  List<ServedVersion> served();
}
