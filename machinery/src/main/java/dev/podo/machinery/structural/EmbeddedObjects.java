package dev.podo.machinery.structural;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.Names;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What objects within objects (`x-kubernetes-embedded-resource`) must obey: they say what they
/// are, and their metadata is like any other's.
public final class EmbeddedObjects {
  private EmbeddedObjects() {}

  /// Holds all objects within a value against the rules.
  public static void check(
      @Nullable StructuralSchema schema, @Nullable Object value, FieldPath at, Findings findings) {
    if (schema == null) {
      return;
    }
    switch (value) {
      case Map<?, ?> map -> {
        if (schema.embeddedResource()) {
          checkObject(Trees.asMap(map), at, findings);
        }
        map.forEach((key, part) -> {
          var name = (String) key;
          var isProperty = schema.properties().containsKey(name);
          check(schema.child(name), part, isProperty ? at.child(name) : at.key(name), findings);
        });
      }
      case List<?> list -> {
        for (var i = 0; i < list.size(); i++) {
          check(schema.items(), list.get(i), at.index(i), findings);
        }
      }
      case null, default -> {}
    }
  }

  /// Holds one object against the rules, whatever its schema says.
  public static void checkResource(Map<String, ?> object, FieldPath at, Findings findings) {
    checkObject(Trees.asMap(object), at, findings);
  }

  private static void checkObject(
      Map<String, @Nullable Object> object, FieldPath at, Findings findings) {
    checkVersion(object, at.child("apiVersion"), findings);
    checkKind(object, at.child("kind"), findings);
    if (!(object.get("metadata") instanceof Map<?, ?> tree)) {
      return;
    }
    try {
      var metadata = Trees.to(ObjectMeta.SCHEMA, tree);
      var named = metadata.name().isEmpty() ? metadata.withName("fakename") : metadata;
      new MetadataRules(!named.namespace().isEmpty(), NameRule.PATH_SEGMENT)
          .check(named, at.child("metadata"), findings);
    } catch (DecodeException e) {
      findings.invalid(at.child("metadata"), tree, String.valueOf(e.getMessage()));
    }
  }

  private static void checkVersion(
      Map<String, @Nullable Object> object, FieldPath at, Findings findings) {
    var version = text(object, "apiVersion", at, findings);
    if (version != null) {
      try {
        GroupVersion.parse(version);
      } catch (IllegalArgumentException e) {
        findings.invalid(at, version, String.valueOf(e.getMessage()));
      }
    }
  }

  private static void checkKind(
      Map<String, @Nullable Object> object, FieldPath at, Findings findings) {
    var kind = text(object, "kind", at, findings);
    var problems =
        kind == null ? List.<String>of() : Names.dns1035Label(kind.toLowerCase(Locale.ROOT));
    if (!problems.isEmpty()) {
      findings.invalid(
          at,
          kind,
          "may have mixed case, but should otherwise match: " + String.join(",", problems));
    }
  }

  private static @Nullable String text(
      Map<String, @Nullable Object> object, String name, FieldPath at, Findings findings) {
    if (!object.containsKey(name)) {
      findings.required(at);
    } else if (!(object.get(name) instanceof String text)) {
      findings.invalid(at, object.get(name), "must be a string");
    } else if (text.isEmpty()) {
      findings.invalid(at, text, "must not be empty");
    } else {
      return text;
    }
    return null;
  }
}
