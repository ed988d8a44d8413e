package dev.podo.node.runtime;

import java.util.List;
import java.util.SortedMap;

/// What a container is to be.
///
/// @param attempt 0, 1, … : part of the container's name
/// @param image a reference or id of an image that is present
/// @param logPath where its log goes, below the sandbox's log directory: `NAME/ATTEMPT.log`
/// @param labels come back as given
/// @param annotations come back as given
public record ContainerConfig(
    String name,
    int attempt,
    String image,
    Invocation process,
    List<Mount> mounts,
    Resources resources,
    ContainerSecurity security,
    String logPath,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations) {
  public ContainerConfig {
    mounts = List.copyOf(mounts);
  }

  /// What runs.
  ///
  /// @param command the entry point; empty for the image's
  /// @param args its arguments; empty for the image's, unless there is a command
  /// @param workingDir "" for the image's
  /// @param env in the order given; later ones win
  /// @param stdin keep standard input open
  /// @param stdinOnce close it after the first who attached has left
  /// @param tty give it a terminal
  public record Invocation(
      List<String> command,
      List<String> args,
      String workingDir,
      List<Env> env,
      boolean stdin,
      boolean stdinOnce,
      boolean tty) {
    public Invocation {
      command = List.copyOf(command);
      args = List.copyOf(args);
      env = List.copyOf(env);
    }
  }

  public record Env(String name, String value) {}
}
