package dev.podo.node.containerd.cri;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// How to speak with one containerd.
///
/// @param socket of containerd
/// @param ioDirectory where the pipes of exec sessions are made; on a local file system
/// @param cgroup the cgroup below which those of pods are made, as in `/podo/1a2b3c4d`
/// @param appArmor whether the host has AppArmor: where it has not, asking for the default profile
///   is an error
/// @param pauseImage the image that sandboxes are made of: never to be cleaned up
public record CriSettings(
    Path socket,
    Path ioDirectory,
    String cgroup,
    boolean appArmor,
    String pauseImage,
    Importer importer) {

  /// Takes the images of an archive into containerd, and says their names: CRI knows no archives.
  @FunctionalInterface
  public interface Importer {
    List<String> load(Path archive) throws IOException, InterruptedException;
  }
}
