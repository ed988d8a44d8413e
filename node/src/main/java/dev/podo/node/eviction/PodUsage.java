package dev.podo.node.eviction;

import dev.podo.model.core.v1.Pod;
import java.util.Map;

/// What a pod uses.
///
/// @param containers by name
/// @param emptyDirs bytes on disk, by volume
record PodUsage(Pod pod, Map<String, Used> containers, Map<String, Long> emptyDirs) {
  /// @param disk of the writable layer and the logs
  record Used(long memory, long disk) {
    static final Used NOTHING = new Used(0, 0);

    Used plus(Used more) {
      return new Used(memory + more.memory, disk + more.disk);
    }
  }

  long memory() {
    return containers.values().stream().mapToLong(Used::memory).sum();
  }

  long disk() {
    return containers.values().stream().mapToLong(Used::disk).sum()
        + emptyDirs.values().stream().mapToLong(Long::longValue).sum();
  }
}
