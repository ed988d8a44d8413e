package dev.podo.program.commands;

import dev.podo.client.http.HttpApi;
import dev.podo.client.kubeconfig.Kubeconfig;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.program.config.Config.RuntimeKind;
import dev.podo.program.demo.Rehearsal;
import dev.podo.program.logging.LineLogging;
import dev.podo.program.serve.Serving;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `podo train`: a short simulated cluster and its client in one process, from which `./dev dist`
/// makes the AOT cache.
@Command(
    name = "train",
    hidden = true,
    description =
        "Run a short simulated cluster and a client of it, so that Java learns what start-up needs.",
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var config = options.load();
    if (config.runtime() != RuntimeKind.SIMULATED) {
      throw new Failure(
          "training is for simulated nodes", "Run podo train --runtime simulated --data-dir DIR.");
    }
    Files.createDirectories(config.dataDir());
    LineLogging.install(config.logging().level(), config.logging().json(), System.err);
    var steps = new Steps(Environment.system().clock(), spec.commandLine().getOut());
    try (var _ = Serving.start(config, steps::done);
        var scope = Scope.root("train", Environment.system())) {
      Rehearsal.play(new HttpApi(Kubeconfig.read(config.adminKubeconfig()).access(), scope), scope);
      steps.end("trained");
    }
    return 0;
  }
}
