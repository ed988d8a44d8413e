package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import org.jspecify.annotations.Nullable;

/// What the data of ConfigMaps and Secrets must obey.
public final class DataRules {
  /// Of all values together.
  public static final int MAX_BYTES = 1 << 20;

  private static final String SEALED = "field is immutable when `immutable` is set";

  private DataRules() {}

  public static void checkKey(String key, FieldPath at, Findings findings) {
    findings.invalidFor(at.key(key), key, Names.configMapKey(key));
  }

  /// How many bytes the text takes.
  public static long size(String text) {
    return text.codePoints()
        .mapToLong(point -> point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4)
        .sum();
  }

  public static void checkTotal(long total, FieldPath at, Findings findings) {
    if (total > MAX_BYTES) {
      findings.add(FieldError.tooLong(at, MAX_BYTES));
    }
  }

  /// What was sealed cannot be opened again.
  public static void checkStaysImmutable(@Nullable Boolean immutable, Findings findings) {
    if (!Boolean.TRUE.equals(immutable)) {
      findings.forbidden(FieldPath.root("immutable"), SEALED);
    }
  }

  /// What is sealed stays the same.
  public static void checkSame(Object now, Object old, FieldPath at, Findings findings) {
    if (!now.equals(old)) {
      findings.forbidden(at, SEALED);
    }
  }
}
