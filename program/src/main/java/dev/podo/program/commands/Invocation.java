package dev.podo.program.commands;

import java.nio.file.Path;
import java.util.Objects;

/// How this program was called and for whom it runs.
final class Invocation {
  private Invocation() {}

  /// The command as it was typed, as in `podo` or `./podo`: what is suggested must work when it is
  /// copied. The script that starts the program tells it.
  static String podo() {
    return Objects.requireNonNullElse(System.getenv("PODO_COMMAND"), "podo");
  }

  /// As shells and kubectl know it; the user database may name another, under sudo for one.
  static Path home() {
    var home = System.getenv("HOME");
    return Path.of(home == null || home.isBlank() ? System.getProperty("user.home", "/") : home);
  }
}
