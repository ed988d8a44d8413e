package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.Names;
import org.jspecify.annotations.Nullable;

/// Names of other objects within an object.
public final class References {
  private References() {}

  /// A name that may be left out.
  public static void checkSubdomain(@Nullable String name, FieldPath at, Findings findings) {
    if (name != null && !name.isEmpty()) {
      findings.invalidFor(at, name, Names.dns1123Subdomain(name));
    }
  }

  /// A name that must be there.
  public static void requireSubdomain(String name, FieldPath at, Findings findings) {
    if (findings.requireText(name, at)) {
      findings.invalidFor(at, name, Names.dns1123Subdomain(name));
    }
  }

  /// What kind of object is meant, and which.
  public static void checkTyped(
      @Nullable String group, String kind, String name, FieldPath at, Findings findings) {
    if (group != null) {
      findings.invalidFor(at.child("apiGroup"), group, Names.dns1123Subdomain(group));
    }
    requirePathSegment(kind, at.child("kind"), findings);
    requirePathSegment(name, at.child("name"), findings);
  }

  /// A kind or a name that must be there and can stand in a URL.
  public static void requirePathSegment(String text, FieldPath at, Findings findings) {
    if (findings.requireText(text, at)) {
      findings.invalidFor(at, text, Names.pathSegment(text));
    }
  }
}
