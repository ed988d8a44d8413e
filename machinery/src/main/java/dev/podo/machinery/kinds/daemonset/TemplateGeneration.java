package dev.podo.machinery.kinds.daemonset;

import dev.podo.model.apps.v1.DaemonSet;
import java.util.TreeMap;

/// How many templates a DaemonSet has had: a field of versions before this one, which lives on as
/// an annotation that the server keeps.
final class TemplateGeneration {
  private static final String ANNOTATION = "deprecated.daemonset.template.generation";

  private TemplateGeneration() {}

  /// 0 if it is not told.
  static long of(DaemonSet set) {
    try {
      return Long.parseLong(set.metadata().annotations().getOrDefault(ANNOTATION, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  static DaemonSet with(DaemonSet set, long generation) {
    var annotations = new TreeMap<>(set.metadata().annotations());
    if (generation == 0) {
      annotations.remove(ANNOTATION);
    } else {
      annotations.put(ANNOTATION, Long.toString(generation));
    }
    return set.withMetadata(set.metadata().withAnnotations(annotations));
  }
}
