package dev.podo.apiserver.definitions;

import dev.podo.apiserver.webhook.WebhookException;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An object as a conversion webhook returned it. The words of refusals are upstream's.
record ConvertedObject(Map<?, ?> tree) {
  /// What the metadata of an answer may not be.
  static final class BadMetadataException extends Exception {
    private static final long serialVersionUID = 1;

    BadMetadataException(String message) {
      super(message);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  static ConvertedObject of(@Nullable Object tree) throws WebhookException {
    if (tree instanceof Map<?, ?> map) {
      return new ConvertedObject(map);
    }
    throw new WebhookException("invalid type, expected an object");
  }

  /// It is of the kind and version that were asked for.
  void requireType(DynamicObject original, String apiVersion) throws WebhookException {
    requireSame("groupVersion", apiVersion, Trees.text(tree, "apiVersion"));
    requireSame("kind", original.kind(), Trees.text(tree, "kind"));
  }

  /// The object with the metadata of the original, but for labels and annotations.
  DynamicObject checkedAgainst(DynamicObject original, String apiVersion)
      throws WebhookException, BadMetadataException {
    var metadata = original.metadata();
    require("name", metadata.name());
    require("namespace", metadata.namespace());
    require("uid", "UID", metadata.uid());
    if (!tree.containsKey("metadata")) {
      throw new BadMetadataException("missing metadata in converted object");
    }
    if (!(tree.get("metadata") instanceof Map<?, ?> returned)) {
      throw new BadMetadataException(
          "invalid metadata of type " + type(tree.get("metadata")) + " in converted object");
    }
    var content = new LinkedHashMap<String, @Nullable Object>(Trees.asMap(tree));
    content.keySet().removeAll(List.of("apiVersion", "kind", "metadata"));
    return DynamicObject.of(apiVersion, original.kind(), merged(metadata, returned), content);
  }

  private static void requireSame(String what, String expected, String received)
      throws WebhookException {
    if (!expected.equals(received)) {
      throw new WebhookException(
          "invalid %s (expected %s, received %s)".formatted(what, expected, received));
    }
  }

  private void require(String field, String expected) throws WebhookException {
    require(field, field, expected);
  }

  private void require(String field, String shown, String expected) throws WebhookException {
    var received = Trees.text(tree, "metadata", field);
    if (!expected.equals(received)) {
      throw new WebhookException(
          "must have the same %s: %s != %s".formatted(shown, expected, received));
    }
  }

  private static ObjectMeta merged(ObjectMeta original, Map<?, ?> returned)
      throws BadMetadataException {
    var labels = strings("labels", returned.get("labels"));
    if (!labels.equals(original.labels())) {
      var findings = new Findings();
      MetadataRules.checkLabels(labels, FieldPath.root("metadata", "labels"), findings);
      refuse(findings);
    }
    var annotations = strings("annotations", returned.get("annotations"));
    if (!annotations.equals(original.annotations())) {
      var findings = new Findings();
      MetadataRules.checkAnnotations(
          annotations, FieldPath.root("metadata", "annotations"), findings);
      refuse(findings);
    }
    return original.with(m -> m.labels(labels).annotations(annotations));
  }

  private static void refuse(Findings findings) throws BadMetadataException {
    if (!findings.isEmpty()) {
      var all = findings.errors().stream().map(Objects::toString).collect(Collectors.joining(", "));
      throw new BadMetadataException(findings.size() == 1 ? all : "[" + all + "]");
    }
  }

  private static Map<String, String> strings(String field, @Nullable Object value)
      throws BadMetadataException {
    var out = new TreeMap<String, String>();
    if (value == null) {
      return out;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new BadMetadataException(
          "invalid metadata." + field + " of type " + type(value) + " in converted object");
    }
    for (var entry : Trees.asMap(map).entrySet()) {
      if (!(entry.getValue() instanceof String text)) {
        throw new BadMetadataException(
            "metadata.%s[%s] must be a string, but is %s in converted object"
                .formatted(field, entry.getKey(), type(entry.getValue())));
      }
      out.put(entry.getKey(), text);
    }
    return out;
  }

  /// As Go names what JSON spells.
  private static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case String text -> "string";
      case Boolean truth -> "bool";
      case Long whole -> "int64";
      case Double number -> "float64";
      case Map<?, ?> map -> "map[string]interface {}";
      default -> "[]interface {}";
    };
  }
}
