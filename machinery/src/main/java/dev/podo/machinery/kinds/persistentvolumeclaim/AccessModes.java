package dev.podo.machinery.kinds.persistentvolumeclaim;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How volumes can be mounted, and by how many.
public final class AccessModes {
  public static final String READ_WRITE_ONCE_POD = "ReadWriteOncePod";
  public static final String FILESYSTEM = "Filesystem";

  /// How tables show a field that is not set.
  public static final String UNSET = "<unset>";

  private static final List<String> ALL =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", READ_WRITE_ONCE_POD);
  private static final List<String> VOLUME_MODES = List.of("Block", FILESYSTEM);

  private AccessModes() {}

  public static void check(List<String> modes, FieldPath at, Findings findings) {
    for (var mode : modes) {
      findings.oneOf(at, mode, ALL);
    }
    if (modes.contains(READ_WRITE_ONCE_POD)
        && modes.stream().anyMatch(it -> !it.equals(READ_WRITE_ONCE_POD) && ALL.contains(it))) {
      findings.forbidden(at, "may not use ReadWriteOncePod with other access modes");
    }
  }

  public static void checkVolumeMode(@Nullable String mode, FieldPath at, Findings findings) {
    if (mode != null) {
      findings.oneOf(at, mode, VOLUME_MODES);
    }
  }

  /// The modes by their abbreviations, each once: `RWO,ROX`.
  public static String format(List<String> modes) {
    var shown = new ArrayList<String>();
    for (var known :
        List.of(
            "ReadWriteOnce:RWO",
            "ReadOnlyMany:ROX",
            "ReadWriteMany:RWX",
            "ReadWriteOncePod:RWOP")) {
      var colon = known.indexOf(':');
      if (modes.contains(known.substring(0, colon))) {
        shown.add(known.substring(colon + 1));
      }
    }
    return String.join(",", shown);
  }

  /// The amount of storage as text; `0` if it is not said.
  public static String storage(Map<String, Quantity> amounts) {
    return amounts.getOrDefault(ResourceLists.STORAGE, Quantity.ZERO).toString();
  }
}
