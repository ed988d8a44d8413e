package dev.podo.program.commands;

import dev.podo.foundation.Clock;
import dev.podo.program.config.Config;
import dev.podo.program.config.Config.RuntimeKind;
import dev.podo.program.demo.Demo;
import dev.podo.program.demo.DemoException;
import dev.podo.program.demo.Epilogue;
import dev.podo.program.demo.HostPackages;
import dev.podo.program.demo.PackageInstaller;
import dev.podo.program.logging.LineLogging;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `podo demo`: a cluster, an application on it, and what the cluster does for the application.
@Command(
    name = "demo",
    description =
        "Start a cluster, run a sample application on it, and show what the cluster does for it.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(names = "--no-install", description = "Install nothing; say what is missing.")
  private boolean noInstall;

  @Option(
      names = "--no-kubeconfig",
      description = "Leave ~/.kube/config alone; DIR/admin.kubeconfig serves any client.")
  private boolean noKubeconfig;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var config = options.load();
    var out = spec.commandLine().getOut();
    var steps = new Steps(Clock.system(), out);
    check(config);
    LineLogging.install("warning", false, System.err);
    Demo.prepare();
    try {
      prepareHost(out, steps);
      UpCommand.start(config, options.asArguments(), noKubeconfig, out);
      steps.done("the cluster runs");
      new Demo(config, steps::done).run();
    } catch (DemoException e) {
      throw new Failure(String.valueOf(e.getMessage()), e.nextStep());
    }
    steps.end("all of the demo");
    new Epilogue(config, Invocation.podo(), UserKubeconfig.kubectl(config))
        .lines(hasKubectl())
        .forEach(out::println);
    return 0;
  }

  private static void check(Config config) throws Failure {
    if (config.runtime() != RuntimeKind.CONTAINERD) {
      throw new Failure(
          "the demo shows real containers, and the simulated runtime has none",
          "Run podo demo without --runtime, or try podo up --runtime simulated.");
    }
    if (!ClusterOptions.isRoot()) {
      throw new Failure("running containers takes root", "Run it as root: sudo podo demo");
    }
  }

  private void prepareHost(PrintWriter out, Steps steps)
      throws DemoException, Failure, InterruptedException {
    var missing = HostPackages.missing();
    if (missing.isEmpty()) {
      return;
    }
    out.println(noInstall ? "This host lacks:" : "Installs these Debian packages, with apt-get:");
    missing.forEach(p -> out.printf("  %-28s %s%n", p.name(), p.purpose()));
    out.flush();
    if (noInstall) {
      throw new Failure(
          "the host lacks " + HostPackages.names(missing) + ", and --no-install forbids installing",
          "Install them (apt-get install "
              + HostPackages.names(missing)
              + "), or run podo demo without --no-install.");
    }
    PackageInstaller.install(missing);
    steps.done("installed " + HostPackages.names(missing));
  }

  private static boolean hasKubectl() {
    var path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(":")
        .splitAsStream(path)
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, "kubectl")));
  }
}
