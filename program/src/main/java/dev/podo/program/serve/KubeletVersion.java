package dev.podo.program.serve;

import dev.podo.apiserver.discovery.ServerVersion;

/// The version that Nodes show.
final class KubeletVersion {
  static final String TEXT = ServerVersion.of(Serving.version()).gitVersion();

  private KubeletVersion() {}
}
