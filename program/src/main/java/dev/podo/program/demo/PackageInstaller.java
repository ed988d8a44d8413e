package dev.podo.program.demo;

import dev.podo.program.demo.HostPackages.HostPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Installs Debian packages.
public final class PackageInstaller {
  private static final Path APT = Path.of("/usr/bin/apt-get");

  private PackageInstaller() {}

  /// Installs, with nothing that is merely recommended.
  ///
  /// @throws DemoException when this is no Debian, or a package cannot be had
  public static void install(List<HostPackage> packages)
      throws DemoException, InterruptedException {
    if (!Files.isExecutable(APT)) {
      throw new DemoException(
          "this host lacks " + HostPackages.names(packages) + " and has no apt-get to install them",
          "Install what these Debian packages hold with the host's own package manager, then run podo demo again.");
    }
    var install = new ArrayList<>(List.of("install", "--yes", "--no-install-recommends"));
    packages.forEach(p -> install.add(p.name()));
    // The lists of a fresh host may be empty or old; where no mirror answers, what is there may
    // still do.
    var update = apt(List.of("update"));
    var result = apt(install);
    if (result.exitCode() != 0) {
      var why =
          update.exitCode() == 0
              ? result.lastLines()
              : update.lastLines() + "\n" + result.lastLines();
      throw new DemoException(
          "apt-get could not install " + HostPackages.names(packages) + ":\n" + why,
          "Mend that, or install them by hand, then run podo demo again.");
    }
  }

  private record Result(int exitCode, String output) {
    private static final int SHOWN = 5;

    String lastLines() {
      var lines = output.strip().lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
    }
  }

  private static Result apt(List<String> arguments) throws DemoException, InterruptedException {
    var command = new ArrayList<>(List.of(APT.toString(), "-q"));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    try {
      var process = builder.start();
      process.getOutputStream().close();
      try (var out = process.getInputStream()) {
        var text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), text);
      }
    } catch (IOException e) {
      throw new DemoException(
          "apt-get cannot be run: " + e.getMessage(),
          "Run podo demo as root, or install the packages by hand.");
    }
  }
}
