package dev.podo.node.runtime;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The images on the node.
public interface ImageRuntime {
  /// The image that a reference (name with or without registry, tag, digest; or an id) means here,
  /// null when it is not present. Never asks a registry.
  @Nullable Image find(String reference) throws InterruptedException;

  /// Gets an image from its registry, even if one of that name is present.
  ///
  /// @param auth null for none
  /// @throws RuntimeFailure of kind INVALID when the name is malformed, NOT_FOUND when the registry
  ///   has none such, UNAVAILABLE when it does not answer
  Image pull(String reference, @Nullable RegistryAuth auth) throws InterruptedException;

  List<Image> list() throws InterruptedException;

  /// Removes an image by id with all its names. Unknown: succeeds.
  void remove(String imageId) throws InterruptedException;

  /// Takes images from an archive: OCI layout or docker-archive tar.
  ///
  /// @return those taken, with their names
  List<Image> load(Path archive) throws InterruptedException;

  /// How full the file system with the images is.
  DiskUsage diskUsage() throws InterruptedException;

  /// @param usedBytes of the whole file system
  record DiskUsage(long usedBytes, long capacityBytes) {
    public int percent() {
      return capacityBytes == 0 ? 0 : (int) (usedBytes * 100 / capacityBytes);
    }
  }

  /// Credentials for a registry, as in a `.dockerconfigjson`.
  record RegistryAuth(
      String server, String username, String password, String identityToken, String token) {}
}
