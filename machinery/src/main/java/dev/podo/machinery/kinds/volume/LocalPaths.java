package dev.podo.machinery.kinds.volume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import java.util.Arrays;

/// What paths must obey that lie below a place and may not lead out of it.
public final class LocalPaths {
  private LocalPaths() {}

  public static void checkDescending(String path, FieldPath at, Findings findings) {
    if (path.startsWith("/")) {
      findings.invalid(at, path, "must be a relative path");
    }
    checkNoBacksteps(path, at, findings);
  }

  public static void checkNoBacksteps(String path, FieldPath at, Findings findings) {
    if (hasBacksteps(path)) {
      findings.invalid(at, path, "must not contain '..'");
    }
  }

  /// Whether the path somewhere leads back up.
  public static boolean hasBacksteps(String path) {
    return Arrays.asList(path.split("/", -1)).contains("..");
  }

  /// Names that begin with two dots are the node's, which needs them to replace files atomically.
  public static void checkNotReserved(String path, FieldPath at, Findings findings) {
    checkDescending(path, at, findings);
    if (path.startsWith("..") && !path.startsWith("../")) {
      findings.invalid(at, path, "must not start with '..'");
    }
  }
}
