package dev.podo.bench.cluster;

import dev.podo.bench.machine.Command;
import dev.podo.client.http.HttpApi;
import dev.podo.client.kubeconfig.Kubeconfig;
import dev.podo.client.kubeconfig.KubeconfigException;
import dev.podo.foundation.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cluster as people start it: `podo up`, with a data directory and a home of its own.
public final class PodoProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path program;
  private final Path directory;
  private final List<String> options;

  /// @param program the script `podo` of a checkout or of a distribution
  /// @param directory for everything of the cluster
  /// @param options that say which cluster, of every command
  public PodoProcess(Path program, Path directory, List<String> options) throws IOException {
    this.program = program;
    this.directory = directory;
    var all = new ArrayList<>(List.of("--data-dir", dataDir().toString()));
    all.addAll(List.of("--api-port", Integer.toString(Command.freePort())));
    all.addAll(options);
    this.options = List.copyOf(all);
    Files.createDirectories(directory.resolve("home"));
  }

  private Path dataDir() {
    return directory.resolve("data");
  }

  /// Starts `podo up`, and does not wait for it.
  public Process launch() throws IOException {
    return up().redirectErrorStream(true).redirectOutput(log().toFile()).start();
  }

  private Path log() {
    return directory.resolve("up.log");
  }

  /// What the launched `podo up` has said so far.
  public String output() throws IOException {
    return Files.readString(log()).strip();
  }

  /// Returns when the cluster is ready.
  public void start() throws IOException, InterruptedException {
    Command.run(PATIENCE, up());
  }

  private ProcessBuilder up() {
    return command(List.of("up", "--no-kubeconfig"), options);
  }

  /// Runs another command about this cluster.
  public void run(String... words) throws IOException, InterruptedException {
    Command.run(PATIENCE, command(List.of(words), options));
  }

  private ProcessBuilder command(List<String> words, List<String> more) {
    var all = new ArrayList<String>();
    all.add(program.toString());
    all.addAll(words);
    all.addAll(more);
    var builder = new ProcessBuilder(all);
    var home = directory.resolve("home").toString();
    builder.environment().put("HOME", home);
    builder.environment().put("PODO_JAVA_OPTS", "-Duser.home=" + home);
    return builder;
  }

  /// @return null as long as nobody can know how to reach it
  public @Nullable HttpApi client(Scope scope) {
    try {
      var file = dataDir().resolve("admin.kubeconfig");
      return Files.exists(file) ? new HttpApi(Kubeconfig.read(file).access(), scope) : null;
    } catch (KubeconfigException notYet) {
      return null;
    }
  }

  /// The process that serves.
  public long pid() throws IOException {
    return Long.parseLong(Files.readString(dataDir().resolve("podo.pid")).strip());
  }

  /// Stops it and removes all it made.
  @Override
  public void close() throws IOException {
    try {
      run("down", "--purge");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping the cluster in " + directory, e);
    }
  }
}
