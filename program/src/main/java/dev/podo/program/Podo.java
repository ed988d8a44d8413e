package dev.podo.program;

import dev.podo.program.commands.ConfigCommand;
import dev.podo.program.commands.DemoCommand;
import dev.podo.program.commands.DownCommand;
import dev.podo.program.commands.Failure;
import dev.podo.program.commands.ImageCommand;
import dev.podo.program.commands.ServeCommand;
import dev.podo.program.commands.StatusCommand;
import dev.podo.program.commands.TrainCommand;
import dev.podo.program.commands.UpCommand;
import dev.podo.program.commands.VersionCommand;
import dev.podo.program.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `podo` command.
///
/// Exit codes: 0 done; 1 it could not be done, the message says why and what to do; 2 the command
/// line or the configuration is wrong; 3 no cluster runs there.
@Command(
    name = "podo",
    description = "Kubernetes in one process.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      ImageCommand.class,
      ConfigCommand.class,
      VersionCommand.class,
      ServeCommand.class,
      TrainCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it could not be done; the message says why and what to do",
      "2:the command line or the configuration is wrong",
      "3:no cluster runs there"
    })
public final class Podo {
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Podo())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Podo::report);
  }

  private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof Failure failure) {
      command.getErr().println("podo: " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof ConfigException wrong) {
      wrong.problems().forEach(problem -> command.getErr().println("podo: " + problem));
      return CommandLine.ExitCode.USAGE;
    }
    throw e;
  }
}
