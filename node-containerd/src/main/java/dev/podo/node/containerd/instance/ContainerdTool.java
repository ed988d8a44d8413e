package dev.podo.node.containerd.instance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What another process may ask of a running instance, through containerd's own tool.
public final class ContainerdTool {
  private final ContainerdSettings settings;

  public ContainerdTool(ContainerdSettings settings) {
    this.settings = settings;
  }

  /// Takes images from an archive (docker-archive or OCI).
  ///
  /// @return their names
  /// @throws InstanceException when the instance does not run, or the archive is none
  public List<String> load(Path archive) throws InstanceException, InterruptedException {
    try {
      return new ArchiveImport(settings, HostAbilities.find(settings.root())).load(archive);
    } catch (IOException e) {
      throw new InstanceException(
          "the images in " + archive + " cannot be loaded: " + e.getMessage(),
          "check that it is an image archive, as docker save or an OCI tool writes it");
    }
  }

  /// Ends a container's first process at once, as a crash would; nothing in the container can
  /// refuse it.
  ///
  /// @param containerId without the `containerd://` in front
  public void kill(String containerId) throws InstanceException, InterruptedException {
    ctr("tasks", "kill", "--signal", "SIGKILL", containerId);
  }

  /// The ids of the containers that the instance keeps, sandboxes among them.
  public List<String> containers() throws InstanceException, InterruptedException {
    return ctr("containers", "list", "--quiet")
        .lines()
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private String ctr(String... arguments) throws InstanceException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("ctr", "--address", settings.socket().toString(), "--namespace", "k8s.io"));
    command.addAll(List.of(arguments));
    try {
      var result = Commands.run(command);
      if (result.exitCode() == 0) {
        return result.output();
      }
      throw new InstanceException(
          String.join(" ", command) + " failed: " + result.output(),
          "its log has more: " + settings.logFile());
    } catch (IOException e) {
      throw new InstanceException(
          "containerd's tool ctr cannot be run (" + e.getMessage() + ")",
          "it comes with containerd; on Debian: apt-get install containerd");
    }
  }
}
