package dev.podo.program.commands;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `podo config`: the effective settings, and where each comes from.
@Command(
    name = "config",
    description = "Print the effective settings, where each comes from, and what it means.",
    mixinStandardHelpOptions = true)
public final class ConfigCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var values = options.load().values();
    var keyWidth = values.stream().mapToInt(v -> v.key().length()).max().orElse(0);
    var valueWidth = values.stream().mapToInt(v -> v.value().length()).max().orElse(0);
    var sourceWidth = values.stream().mapToInt(v -> v.source().length()).max().orElse(0);
    var format = "%-" + keyWidth + "s  %-" + valueWidth + "s  %-" + sourceWidth + "s  # %s%n";
    var out = spec.commandLine().getOut();
    values.forEach(v -> out.printf(format, v.key(), v.value(), v.source(), v.meaning()));
    return 0;
  }
}
