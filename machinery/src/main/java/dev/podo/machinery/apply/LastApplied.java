package dev.podo.machinery.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.tree.Trees;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The annotation in which `kubectl apply` keeps what it applied from the client's side, for
/// whoever moves from there to server-side apply, or back.
final class LastApplied {
  /// The one manager that is taken for the successor of client-side apply.
  static final String MANAGER = "kubectl";

  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
  private static final int MAX_ANNOTATIONS_BYTES = 256 * 1024;

  private LastApplied() {}

  /// Whether the annotation has to be kept up to date.
  static boolean isKept(String manager, Object object) {
    return manager.equals(MANAGER) && !text(object).isEmpty();
  }

  private static String text(Object object) {
    return Trees.text(object, "metadata", "annotations", ANNOTATION);
  }

  /// The object with the annotation saying what was applied just now.
  static Object refreshed(Object object, Object config) {
    var bare = Trees.remove(config, "metadata", "annotations", ANNOTATION);
    var text = new String(Json.print(bare), UTF_8) + "\n";
    var changed = Trees.set(object, text, "metadata", "annotations", ANNOTATION);
    var result =
        annotationsSize(changed) > MAX_ANNOTATIONS_BYTES
            ? Trees.remove(object, "metadata", "annotations", ANNOTATION)
            : changed;
    return result == null ? object : result;
  }

  private static long annotationsSize(@Nullable Object object) {
    var size = 0L;
    if (Trees.get(object, "metadata", "annotations") instanceof Map<?, ?> annotations) {
      for (var entry : annotations.entrySet()) {
        size += String.valueOf(entry.getKey()).getBytes(UTF_8).length;
        size += String.valueOf(entry.getValue()).getBytes(UTF_8).length;
      }
    }
    return size;
  }

  /// The fields that client-side apply set and that still are as it set them; none if the object
  /// was not applied so.
  static FieldSet unchangedFields(Shape shape, String apiVersion, Object live) {
    try {
      var config = text(live).isEmpty() ? null : Json.parse(text(live));
      if (config == null
          || !Trees.text(config, "apiVersion").equals(apiVersion)
          || TypeCheck.problem(shape, config) != null) {
        return FieldSet.EMPTY;
      }
      return Extraction.fields(shape, config)
          .difference(Comparison.of(shape, config, live).touched());
    } catch (DecodeException | Shape.ElementException e) {
      return FieldSet.EMPTY;
    }
  }
}
