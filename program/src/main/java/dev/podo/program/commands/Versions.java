package dev.podo.program.commands;

import java.util.Objects;

/// What this build is.
final class Versions {
  /// From the jar's manifest; a build from classes has none.
  static final String PODO =
      Objects.requireNonNullElse(
          Versions.class.getPackage().getImplementationVersion(), "development");

  static final String KUBERNETES = "1.36";

  private Versions() {}
}
