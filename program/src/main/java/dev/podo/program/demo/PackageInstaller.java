package dev.podo.program.demo;

import dev.podo.foundation.Environment;
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
    var result = withoutServices(() -> apt(install));
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

  private interface Run {
    Result run() throws DemoException, InterruptedException;
  }

  /// Whatever happens, Ctrl-C among it, the host's own policy on services comes back.
  private static Result withoutServices(Run run) throws DemoException, InterruptedException {
    try (var policy = ServicePolicy.denyAll(ServicePolicy.FILE)) {
      var threads = Environment.system().onPlatformThreads().threads();
      Runtime.getRuntime().addShutdownHook(threads.newThread(() -> closeQuietly(policy)));
      return run.run();
    } catch (IOException e) {
      throw new DemoException(
          "packages cannot be kept from starting services: " + e.getMessage(),
          "Check that " + ServicePolicy.FILE + " can be written, then run podo demo again.");
    }
  }

  private static void closeQuietly(ServicePolicy policy) {
    try {
      policy.close();
    } catch (IOException e) {
      System.err.println(ServicePolicy.FILE + " could not be put back: " + e.getMessage());
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
    // A fresh host often updates itself just then.
    var command = new ArrayList<>(List.of(APT.toString(), "-q", "-o", "DPkg::Lock::Timeout=60"));
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
