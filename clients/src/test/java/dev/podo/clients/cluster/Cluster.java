package dev.podo.clients.cluster;

import dev.podo.clients.cluster.Commands.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// A cluster as a user starts it – `podo up` from this checkout – in a data directory and a HOME of
/// its own.
public final class Cluster implements AutoCloseable {
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final Path home;
  private final Path dataDir;
  private final List<String> options;

  private Cluster(Path home, Path dataDir, List<String> options) {
    this.home = home;
    this.dataDir = dataDir;
    this.options = options;
  }

  /// A HOME and a data directory, with nothing running yet.
  ///
  /// @param options of `podo up`
  public static Cluster unstarted(String... options) {
    var home = newHome();
    return new Cluster(home, home.resolve("data"), List.of(options));
  }

  /// The same with the data elsewhere.
  public static Cluster unstartedIn(Path dataDir, String... options) {
    return new Cluster(newHome(), dataDir, List.of(options));
  }

  /// @param options of `podo up`
  public static Cluster start(String... options) {
    var cluster = unstarted(options);
    cluster.up();
    return cluster;
  }

  private static Path newHome() {
    try {
      return Files.createTempDirectory("podo-e2e-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void up() {
    podoHere("up").requireSuccess();
  }

  /// A command about this cluster, with the options that it is started with.
  public Result podoHere(String command) {
    var arguments = new ArrayList<>(List.of(command, "--data-dir", dataDir.toString()));
    arguments.addAll(options);
    return podo(arguments.toArray(String[]::new));
  }

  /// `kill -9` of the serving process.
  public void kill() {
    try {
      var pid = Long.parseLong(Files.readString(dataDir.resolve("podo.pid")).strip());
      var process = ProcessHandle.of(pid).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path dataDir() {
    return dataDir;
  }

  /// Where its commands keep what they keep.
  public Path home() {
    return home;
  }

  public Path kubeconfig() {
    return dataDir.resolve("admin.kubeconfig");
  }

  /// Runs `./podo`.
  public Result podo(String... arguments) {
    var command = new ArrayList<>(List.of(checkout().resolve("podo").toString()));
    command.addAll(List.of(arguments));
    return Commands.run(
        Map.of(
            "HOME", home.toString(), "PODO_NO_BUILD", "1", "PODO_JAVA_OPTS", "-Duser.home=" + home),
        "",
        command);
  }

  /// Runs the machine's kubectl.
  public Result kubectl(String... arguments) {
    return run("kubectl", "", arguments);
  }

  public Result kubectlWith(String stdin, String... arguments) {
    return run("kubectl", stdin, arguments);
  }

  /// Runs one of several kubectls.
  public Result kubectlOf(Path binary, String... arguments) {
    return run(binary.toString(), "", arguments);
  }

  private Result run(String binary, String stdin, String... arguments) {
    var command = new ArrayList<>(List.of(binary, "--kubeconfig", kubeconfig().toString()));
    command.addAll(List.of(arguments));
    return Commands.run(Map.of("HOME", home.toString()), stdin, command);
  }

  /// Waits for something that will come about by itself; says what when it does not.
  public static void await(String what, BooleanSupplier holds) {
    var end = System.nanoTime() + PATIENCE_NANOS;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for: " + what);
      }
      try {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    podo("down", "--purge", "--data-dir", dataDir.toString()).requireSuccess();
    Commands.run(Map.of(), "", List.of("rm", "-rf", home.toString()));
  }

  /// Runs any program in this cluster's HOME.
  public Result run(Map<String, String> environment, String... command) {
    var variables = new TreeMap<>(environment);
    variables.put("HOME", home.toString());
    return Commands.run(variables, "", List.of(command));
  }

  /// The checkout that the tests run in.
  public static Path checkout() {
    for (var dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.exists(dir.resolve("ARCHITECTURE.md"))) {
        return dir;
      }
    }
    throw new IllegalStateException("the tests run inside a checkout");
  }
}
