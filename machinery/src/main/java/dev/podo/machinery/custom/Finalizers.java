package dev.podo.machinery.custom;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.validation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Finalizers of custom resources may have any name; of some, upstream warns.
final class Finalizers {
  private static final List<String> STANDARD =
      List.of("kubernetes", "orphan", "foregroundDeletion");

  private Finalizers() {}

  static List<String> warnings(List<String> finalizers) {
    var warnings = new ArrayList<String>();
    for (var finalizer : new TreeSet<>(finalizers)) {
      var about = "metadata.finalizers: " + Json.show(finalizer) + ": ";
      for (var problem : Names.qualifiedName(finalizer)) {
        warnings.add(about + problem);
      }
      if (!finalizer.contains("/") && !STANDARD.contains(finalizer)) {
        warnings.add(
            about
                + "prefer a domain-qualified finalizer name "
                + (finalizer.contains(".") ? "including a path (/) " : "")
                + "to avoid accidental conflicts with other finalizer writers");
      }
    }
    return warnings;
  }
}
