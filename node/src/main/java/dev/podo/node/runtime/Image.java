package dev.podo.node.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image on the node.
///
/// @param id `sha256:…` of its configuration
/// @param tags full names with tags
/// @param digests full names with digests
/// @param user the numeric user it declares, null when it declares none or a name
/// @param userName the user name it declares, "" for none
/// @param pinned the runtime needs it: never clean it up
public record Image(
    String id,
    List<String> tags,
    List<String> digests,
    long sizeBytes,
    @Nullable Long user,
    String userName,
    boolean pinned) {
  public Image {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
  }

  /// What stands in `imageID` of a Pod's status.
  public String reference() {
    return digests.isEmpty() ? id : digests.getFirst();
  }
}
