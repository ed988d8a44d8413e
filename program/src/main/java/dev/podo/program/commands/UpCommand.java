package dev.podo.program.commands;

import dev.podo.foundation.Environment;
import dev.podo.program.config.Config;
import dev.podo.program.config.Config.RuntimeKind;
import dev.podo.program.daemon.Launch;
import dev.podo.program.daemon.PidFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `podo up`: starts the cluster in a process of its own, and returns when it is ready.
@Command(
    name = "up",
    description = "Start a cluster, and return when it is ready.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(
      names = "--no-kubeconfig",
      description = "Leave ~/.kube/config alone; DIR/admin.kubeconfig serves any client.")
  private boolean noKubeconfig;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var config = options.load();
    start(config, options.asArguments(), noKubeconfig, spec.commandLine().getOut());
    return 0;
  }

  /// Starts the cluster unless it runs already.
  static void start(Config config, List<String> arguments, boolean noKubeconfig, PrintWriter out)
      throws Failure, InterruptedException {
    var running = new PidFile(config.dataDir()).running();
    if (running.isPresent()) {
      out.println(
          "podo: the cluster on "
              + config.dataDir()
              + " runs already, process "
              + running.get().pid());
      return;
    }
    check(config);
    var environment = Environment.system();
    var steps = new Steps(environment.clock(), out);
    var serve = new ArrayList<>(List.of("serve"));
    serve.addAll(arguments);
    try {
      new Launch(environment, config.dataDir()).start(serve, steps::done, PATIENCE);
    } catch (Launch.LaunchException e) {
      throw new Failure(
          "the cluster did not start: " + e.getMessage(), "Mend that, then run podo up again.");
    } catch (IOException e) {
      throw new Failure(
          "the cluster's process cannot be started: " + e.getMessage(),
          "Check " + config.dataDir() + ".");
    }
    steps.end("ready");
    UserKubeconfig.tell(config, noKubeconfig, out);
  }

  private static void check(Config config) throws Failure {
    if (config.runtime() == RuntimeKind.CONTAINERD && !ClusterOptions.isRoot()) {
      throw new Failure(
          "running containers takes root",
          "Run it as root (sudo podo up), or try podo up --runtime simulated, which needs no root.");
    }
    try {
      Files.createDirectories(config.dataDir());
      Files.setPosixFilePermissions(config.dataDir(), PosixFilePermissions.fromString("rwx------"));
      Files.delete(Files.createTempFile(config.dataDir(), "write-", ".tmp"));
    } catch (IOException e) {
      throw new Failure(
          "the data directory " + config.dataDir() + " cannot be written (" + e.getMessage() + ")",
          "Make it writable, or choose another with --data-dir.");
    }
    checkPort("API server", "--api-port", config.api());
    if (config.runtime() == RuntimeKind.CONTAINERD) {
      checkPort("ingress (HTTP)", "--set ingress.httpPort=", config.ingressHttp());
      checkPort("ingress (HTTPS)", "--set ingress.httpsPort=", config.ingressHttps());
    }
  }

  private static void checkPort(String whose, String flag, Config.Listen listen) throws Failure {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(listen.address(), listen.port()));
    } catch (IOException e) {
      throw new Failure(
          "port "
              + listen.port()
              + ", which the "
              + whose
              + " needs, is taken ("
              + e.getMessage()
              + ")",
          "Stop what listens there (ss -ltnp 'sport = :"
              + listen.port()
              + "' names it), or choose another with "
              + flag
              + ".");
    }
  }
}
