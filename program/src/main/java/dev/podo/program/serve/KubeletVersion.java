package dev.podo.program.serve;

/// The version that Nodes show.
final class KubeletVersion {
  static final String TEXT = Build.version().gitVersion();

  private KubeletVersion() {}
}
