package dev.podo.program.commands;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import dev.podo.program.daemon.PidFile;
import dev.podo.program.serve.Purge;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `podo down`: stops the cluster; with `--purge` nothing of it is left.
@Command(
    name = "down",
    description = "Stop the cluster. Its data stay, and podo up brings it back.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(
      names = "--purge",
      description = "Also delete the data, the containers, their network and every rule of Podo's.")
  private boolean purge;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var config = options.load();
    var out = spec.commandLine().getOut();
    var clock = Clock.system();
    var steps = new Steps(clock, out);
    var running = new PidFile(config.dataDir()).running();
    if (running.isEmpty() && !purge) {
      throw Failure.notRunning(config.dataDir());
    }
    if (running.isPresent()) {
      stop(running.get(), clock);
      steps.done("stopped");
    }
    if (!purge) {
      Purge.stopContainers(config);
    }
    if (purge) {
      UserKubeconfig.remove(config);
      Purge.everything(config);
      steps.done("purged " + config.dataDir());
    }
    return 0;
  }

  private static void stop(ProcessHandle process, Clock clock) throws InterruptedException {
    var gone = new Promise<Boolean>(clock);
    var _ = process.onExit().whenComplete((ended, failure) -> gone.complete(true));
    process.destroy();
    try {
      gone.await(Deadline.after(clock, PATIENCE));
    } catch (TimeoutException e) {
      process.destroyForcibly();
    }
  }
}
