package dev.podo.node.containerd.instance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Where an instance of containerd lives and what it is started with.
///
/// @param binary name or path of containerd
/// @param root what outlives a reboot: images, containers
/// @param runtimeDirectory what does not: sockets, mounts; short, because a socket's path is
///   limited to 107 bytes
/// @param cniConfigDirectory where the pod network's configuration stands
public record ContainerdSettings(
    String binary, Path root, Path runtimeDirectory, Path cniConfigDirectory) {
  /// The image of the process that holds a pod's namespaces; made by Podo itself.
  public static final String PAUSE_IMAGE = "localhost/podo/pause:1";

  private static final int TAG_LENGTH = 8;

  /// @throws IllegalArgumentException when the socket's path would be too long for Linux
  public ContainerdSettings {
    var socket = runtimeDirectory.resolve("containerd.sock.ttrpc").toString();
    if (socket.getBytes(StandardCharsets.UTF_8).length > 107) {
      throw new IllegalArgumentException(
          "the runtime directory " + runtimeDirectory + " has too long a name for a socket");
    }
  }

  public Path socket() {
    return runtimeDirectory.resolve("containerd.sock");
  }

  /// Below it are the cgroups of this instance's pods, in every hierarchy.
  public String cgroup() {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256")
              .digest(root.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
      return "/podo/" + HexFormat.of().formatHex(hash).substring(0, TAG_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Path state() {
    return runtimeDirectory.resolve("state");
  }

  Path ioDirectory() {
    return runtimeDirectory.resolve("io");
  }

  Path dataDirectory() {
    return root.resolve("root");
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
