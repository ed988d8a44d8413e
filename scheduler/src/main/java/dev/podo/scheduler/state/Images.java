package dev.podo.scheduler.state;

import dev.podo.model.core.v1.ContainerImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which nodes say that they have which images, and how big these are there.
public final class Images {
  private final Map<String, Map<String, Long>> sizes = new HashMap<>();
  private final Map<String, List<ContainerImage>> ofNodes = new HashMap<>();

  void put(String node, List<ContainerImage> images) {
    if (images.equals(ofNodes.get(node))) {
      return;
    }
    remove(node);
    ofNodes.put(node, images);
    for (var image : images) {
      for (var name : image.names()) {
        sizes.computeIfAbsent(name, any -> new HashMap<>()).put(node, image.sizeBytes());
      }
    }
  }

  void remove(String node) {
    var images = ofNodes.remove(node);
    if (images == null) {
      return;
    }
    for (var image : images) {
      for (var name : image.names()) {
        var nodes = sizes.get(name);
        if (nodes != null && nodes.remove(node) != null && nodes.isEmpty()) {
          sizes.remove(name);
        }
      }
    }
  }

  /// The size in bytes on each node that has the image, by the node's name.
  public Map<String, Long> sizes(String image) {
    return sizes.getOrDefault(image, Map.of());
  }
}
