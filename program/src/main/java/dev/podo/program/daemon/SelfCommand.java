package dev.podo.program.daemon;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How to start this very program again.
final class SelfCommand {
  private SelfCommand() {}

  /// The same program with other arguments: by its script, which knows the flags that each command
  /// is best run with; by the same Java, class path and options where no script started this one.
  static List<String> of(List<String> arguments) {
    var command = new ArrayList<String>();
    var home = System.getenv("PODO_HOME");
    if (home != null && Files.isExecutable(Path.of(home, "podo"))) {
      command.add(Path.of(home, "podo").toString());
    } else {
      command.add(ProcessHandle.current().info().command().orElse("java"));
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.add("-cp");
      command.add(System.getProperty("java.class.path"));
      command.add("dev.podo.program.Podo");
    }
    command.addAll(arguments);
    return command;
  }
}
