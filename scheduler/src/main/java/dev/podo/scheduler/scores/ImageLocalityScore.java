package dev.podo.scheduler.scores;

import dev.podo.model.core.v1.Container;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Its bounds are upstream's: what is pulled in a moment does not count, and what is huge does not
/// outweigh everything else.
final class ImageLocalityScore implements Score {
  private static final long MEBIBYTE = 1 << 20;
  private static final long LEAST = 23 * MEBIBYTE;
  private static final long MOST_PER_CONTAINER = 1_000 * MEBIBYTE;

  @Override
  public String name() {
    return "ImageLocality";
  }

  @Override
  public String describes() {
    return "Prefers nodes that have the pod's images, so far as many nodes do.";
  }

  @Override
  public int weight() {
    return 1;
  }

  @Override
  public long[] score(PodState pod, List<NodeState> nodes, ClusterState cluster) {
    var images = new ArrayList<Map<String, Long>>();
    var containers = 0;
    for (var name : (Iterable<String>) names(pod)::iterator) {
      containers++;
      var sizes = cluster.images().sizes(name);
      if (!sizes.isEmpty()) {
        images.add(sizes);
      }
    }
    if (images.isEmpty()) {
      return INDIFFERENT;
    }
    var out = new long[nodes.size()];
    for (var i = 0; i < out.length; i++) {
      out[i] = share(bytes(nodes.get(i), images, cluster.nodes().size()), containers);
    }
    return out;
  }

  private static Stream<String> names(PodState pod) {
    var spec = pod.pod().spec();
    return Stream.concat(spec.initContainers().stream(), spec.containers().stream())
        .map(Container::image)
        .map(ImageLocalityScore::withTag);
  }

  private static String withTag(String image) {
    return image.lastIndexOf(':') <= image.lastIndexOf('/') ? image + ":latest" : image;
  }

  /// An image that few nodes have counts little: else all its pods would meet there.
  private static long bytes(NodeState node, List<Map<String, Long>> images, int nodes) {
    var sum = 0L;
    for (var sizes : images) {
      var size = sizes.get(node.name());
      sum += size == null ? 0 : (long) (size * ((double) sizes.size() / nodes));
    }
    return sum;
  }

  private static long share(long bytes, int containers) {
    var most = MOST_PER_CONTAINER * containers;
    return MAX * (Math.clamp(bytes, LEAST, most) - LEAST) / (most - LEAST);
  }
}
