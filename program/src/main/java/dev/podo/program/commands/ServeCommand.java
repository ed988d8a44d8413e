package dev.podo.program.commands;

import dev.podo.program.config.Config;
import dev.podo.program.daemon.Launch;
import dev.podo.program.daemon.PidFile;
import dev.podo.program.logging.LineLogging;
import dev.podo.program.serve.Serving;
import dev.podo.program.serve.ServingException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `podo serve`: the cluster in this process, until it is told to stop. `podo up` starts it in the
/// background; a service manager starts it as it is. It tells its progress on standard output, and
/// logs to standard error.
@Command(
    name = "serve",
    description =
        "Serve the cluster in the foreground, until a signal to stop. For service managers.",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options = new ClusterOptions();

  /// The command as `podo up` starts it, understood without setting up the parser, which would be a
  /// tenth of the start.
  ///
  /// @return null when the arguments are anything else
  public static @Nullable ServeCommand asStartedByUp(String... arguments) {
    if (arguments.length == 0 || !arguments[0].equals("serve")) {
      return null;
    }
    var options = ClusterOptions.ofArguments(List.of(arguments).subList(1, arguments.length));
    if (options == null) {
      return null;
    }
    var command = new ServeCommand();
    command.options = options;
    return command;
  }

  @Override
  public Integer call() throws Exception {
    var config = options.load();
    var log = config.logging();
    LineLogging.install(log.level(), log.json(), new FileOutputStream(FileDescriptor.err));
    var progress =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try {
      return serve(config, progress);
    } catch (ServingException | IOException e) {
      progress.println(Launch.FAILED + oneLine(String.valueOf(e.getMessage())));
      throw new Failure(String.valueOf(e.getMessage()), "The log has more.");
    } catch (RuntimeException e) {
      progress.println(Launch.FAILED + oneLine(String.valueOf(e.getMessage())));
      throw e; // nobody foresaw it: the log gets all of it
    }
  }

  private static int serve(Config config, PrintStream progress)
      throws IOException, InterruptedException, ServingException {
    var pid = new PidFile(config.dataDir());
    try (var serving = Serving.start(config, progress::println)) {
      pid.write();
      Runtime.getRuntime().addShutdownHook(serving.closer(pid));
      progress.println(Launch.READY);
      // Whoever started us has heard enough, and may be gone.
      progress.close();
      return serving.awaitEnd();
    }
  }

  private static String oneLine(String message) {
    return message.replace('\n', ' ');
  }
}
