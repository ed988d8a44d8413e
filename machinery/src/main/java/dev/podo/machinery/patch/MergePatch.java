package dev.podo.machinery.patch;

import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.GoValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Merge patches (RFC 7386): an object is merged by name, null removes, anything else replaces.
public final class MergePatch {
  private MergePatch() {}

  /// The patch, if it is an object: only such are patches of API objects.
  ///
  /// @throws PatchException malformed, with upstream's words
  public static Object checked(@Nullable Object patch) {
    if (patch instanceof Map<?, ?>) {
      return patch;
    }
    throw PatchException.malformed(
        "error decoding patch: json: cannot unmarshal "
            + GoValues.json(patch)
            + " into Go value of type map[string]interface {}");
  }

  /// The tree changed by a patch.
  public static @Nullable Object apply(@Nullable Object tree, @Nullable Object patch) {
    if (!(patch instanceof Map<?, ?>)) {
      return patch;
    }
    var merged = new LinkedHashMap<String, @Nullable Object>();
    if (tree instanceof Map<?, ?>) {
      merged.putAll(Trees.asMap(tree));
    }
    for (var entry : Trees.asMap(patch).entrySet()) {
      var name = entry.getKey();
      if (entry.getValue() == null) {
        merged.remove(name);
      } else {
        merged.put(name, apply(merged.get(name), entry.getValue()));
      }
    }
    return Trees.frozen(merged);
  }

  /// The smallest patch that makes `to` of `from`; an empty object if they are the same. Where `to`
  /// has null inside an object, no merge patch can tell it from absent.
  public static @Nullable Object diff(@Nullable Object from, @Nullable Object to) {
    if (!(from instanceof Map<?, ?> && to instanceof Map<?, ?>)) {
      return to;
    }
    var before = Trees.asMap(from);
    var after = Trees.asMap(to);
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    var patch = new LinkedHashMap<String, @Nullable Object>();
    for (var name : names) {
      var old = before.get(name);
      var now = after.get(name);
      if (!Trees.deepEquals(old, now)) {
        patch.put(name, now == null ? null : diff(old, now));
      }
    }
    return Trees.frozen(patch);
  }
}
