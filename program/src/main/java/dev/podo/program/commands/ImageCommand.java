package dev.podo.program.commands;

import dev.podo.node.containerd.instance.ContainerdTool;
import dev.podo.node.containerd.instance.InstanceException;
import dev.podo.program.config.Config.RuntimeKind;
import dev.podo.program.daemon.PidFile;
import dev.podo.program.serve.Paths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `podo image`: the images of the cluster's node.
@Command(
    name = "image",
    description = "Work with the images that the node holds.",
    subcommands = {ImageCommand.Load.class, CommandLine.HelpCommand.class},
    mixinStandardHelpOptions = true)
public final class ImageCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing required subcommand, such as: podo image load FILE");
  }

  /// `podo image load FILE`.
  @Command(
      name = "load",
      description =
          "Load images from an archive (docker save, or OCI), so that pods need no registry for them.",
      mixinStandardHelpOptions = true)
  static final class Load implements Callable<Integer> {
    @Mixin private ClusterOptions options = new ClusterOptions();

    @Parameters(paramLabel = "FILE", description = "The archive, a tar file.")
    private Path file = Path.of("");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
      var config = options.load();
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new Failure(
            "the archive " + file + " cannot be read",
            "Name a tar file, as docker save IMAGE -o FILE writes it.");
      }
      if (config.runtime() != RuntimeKind.CONTAINERD) {
        throw new Failure(
            "simulated nodes run no images, there is nothing to load into",
            "Pods on them start with any image name; for real containers use --runtime containerd.");
      }
      if (new PidFile(config.dataDir()).running().isEmpty()) {
        throw Failure.notRunning(config.dataDir());
      }
      try {
        var names = new ContainerdTool(new Paths(config).containerd()).load(file.toAbsolutePath());
        names.forEach(name -> spec.commandLine().getOut().println("loaded " + name));
        return 0;
      } catch (InstanceException e) {
        throw new Failure(String.valueOf(e.getMessage()), "podo status says how the cluster is.");
      }
    }
  }
}
