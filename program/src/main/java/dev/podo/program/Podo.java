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
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `podo` command.
///
/// Exit codes: 0 done; 1 it could not be done, the message says why and what to do; 2 the command
/// line or the configuration is wrong; 3 no cluster runs there.
@Command(
    name = "podo",
    description = "Kubernetes in one process.",
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
  private static final List<String> COMMANDS =
      List.of(
          "demo", "up", "down", "status", "image", "config", "version", "serve", "train", "help");

  public static void main(String[] arguments) throws Exception {
    var serve = ServeCommand.asStartedByUp(arguments);
    System.exit(serve == null ? commandLine(arguments).execute(arguments) : run(serve));
  }

  private static int run(ServeCommand serve) throws Exception {
    try {
      return serve.call();
    } catch (Exception e) {
      return report(e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
  }

  /// Knows the command that the arguments begin with, and all of them when they begin otherwise:
  /// setting one up takes a while.
  static CommandLine commandLine(String... arguments) {
    var line = new CommandLine(new Podo());
    var first = arguments.length == 0 || arguments[0].equals("help") ? "" : arguments[0];
    for (var name : COMMANDS.contains(first) ? List.of(first) : COMMANDS) {
      line.addSubcommand(name, command(name));
    }
    return line.setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, command, parsed) -> report(e, command.getErr()));
  }

  private static Object command(String name) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "up" -> new UpCommand();
      case "down" -> new DownCommand();
      case "status" -> new StatusCommand();
      case "image" -> new ImageCommand();
      case "config" -> new ConfigCommand();
      case "version" -> new VersionCommand();
      case "serve" -> new ServeCommand();
      case "train" -> new TrainCommand();
      default -> new CommandLine.HelpCommand();
    };
  }

  private static int report(Exception e, PrintWriter err) throws Exception {
    if (e instanceof Failure failure) {
      err.println("podo: " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof ConfigException wrong) {
      wrong.problems().forEach(problem -> err.println("podo: " + problem));
      return CommandLine.ExitCode.USAGE;
    }
    throw e;
  }
}
