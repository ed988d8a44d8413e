package dev.podo.program.daemon;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// How to start this very program again.
final class SelfCommand {
  private SelfCommand() {}

  /// The same Java, class path and options, with other arguments.
  static List<String> of(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.podo.program.Podo");
    command.addAll(arguments);
    return command;
  }
}
