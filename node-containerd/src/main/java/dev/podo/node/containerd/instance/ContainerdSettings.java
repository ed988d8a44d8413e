package dev.podo.node.containerd.instance;

import java.nio.file.Path;

/// Where an instance of containerd lives and what it is started with.
///
/// @param binary name or path of containerd
/// @param root what outlives a reboot: images, containers
/// @param runtimeDirectory what does not: sockets, mounts; short, because a socket's path is limited to 107 bytes
/// @param cniConfigDirectory where the pod network's configuration stands
public record ContainerdSettings(
    String binary, Path root, Path runtimeDirectory, Path cniConfigDirectory) {
  /// The image of the process that holds a pod's namespaces; made by Podo itself.
  public static final String PAUSE_IMAGE = "localhost/podo/pause:1";

  public Path socket() {
    return runtimeDirectory.resolve("containerd.sock");
  }

  Path state() {
    return runtimeDirectory.resolve("state");
  }

  public Path ioDirectory() {
    return runtimeDirectory.resolve("io");
  }

  Path configFile() {
    return root.resolve("config.toml");
  }

  Path logFile() {
    return root.resolve("containerd.log");
  }

  Path pidFile() {
    return runtimeDirectory.resolve("containerd.pid");
  }
}
