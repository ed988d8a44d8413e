package dev.podo.program.serve;

import dev.podo.node.containerd.instance.ContainerdSettings;
import dev.podo.program.config.Config;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Where the parts of a cluster keep what is theirs.
public final class Paths {
  private static final int TAG_LENGTH = 8;

  private final Config config;

  public Paths(Config config) {
    this.config = config;
  }

  Path pki() {
    return config.dataDir().resolve("pki");
  }

  Path store() {
    return config.dataDir().resolve("store");
  }

  /// Pods' volumes and logs.
  Path node() {
    return config.dataDir().resolve("node");
  }

  /// What does not outlive a reboot; short, because the paths of sockets are.
  Path run() {
    return Path.of("/run/podo").resolve(tag());
  }

  public ContainerdSettings containerd() {
    return new ContainerdSettings(
        config.containerdBinary(),
        config.dataDir().resolve("containerd"),
        run(),
        config.dataDir().resolve("cni"));
  }

  /// The link that joins the pods; a name of at most 15 characters.
  String bridge() {
    return "podo-" + tag();
  }

  /// Tells clusters on one host apart in names that the host shares.
  String tag() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest(config.dataDir().toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, TAG_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
