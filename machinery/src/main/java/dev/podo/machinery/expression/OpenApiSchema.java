package dev.podo.machinery.expression;

import dev.podo.machinery.tree.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The schema that an OpenAPI document states, with Kubernetes' extensions.
record OpenApiSchema(Node schema) implements DataSchema {
  @Override
  public String type() {
    return text("type");
  }

  @Override
  public String format() {
    return text("format");
  }

  @Override
  public boolean intOrString() {
    return is("x-kubernetes-int-or-string");
  }

  @Override
  public boolean embeddedResource() {
    return is("x-kubernetes-embedded-resource");
  }

  @Override
  public boolean preservesUnknownFields() {
    return is("x-kubernetes-preserve-unknown-fields");
  }

  @Override
  public boolean nullable() {
    return is("nullable");
  }

  @Override
  public String listType() {
    return text("x-kubernetes-list-type");
  }

  @Override
  public List<String> listMapKeys() {
    return texts("x-kubernetes-list-map-keys");
  }

  @Override
  public @Nullable DataSchema items() {
    return part("items");
  }

  @Override
  public @Nullable SortedMap<String, DataSchema> properties() {
    var properties = schema.get("properties");
    if (properties == null || properties.kind() != Node.Kind.OBJECT) {
      return null;
    }
    var all = new TreeMap<String, DataSchema>();
    for (var name : properties.names()) {
      var property = properties.get(name);
      if (property != null) {
        all.put(name, new OpenApiSchema(property));
      }
    }
    return all;
  }

  @Override
  public @Nullable DataSchema additionalProperties() {
    return part("additionalProperties");
  }

  @Override
  public SortedSet<String> required() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(texts("required")));
  }

  @Override
  public boolean hasDefault() {
    return schema.get("default") != null;
  }

  @Override
  public List<Integer> enumLengths() {
    return texts("enum").stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8).length)
        .toList();
  }

  @Override
  public @Nullable Long maxLength() {
    return number("maxLength");
  }

  @Override
  public @Nullable Long maxItems() {
    return number("maxItems");
  }

  @Override
  public @Nullable Long maxProperties() {
    return number("maxProperties");
  }

  private @Nullable DataSchema part(String name) {
    var part = schema.get(name);
    return part == null || part.kind() != Node.Kind.OBJECT ? null : new OpenApiSchema(part);
  }

  private boolean is(String name) {
    var value = schema.get(name);
    return value != null && Boolean.TRUE.equals(value.tree());
  }

  private String text(String name) {
    var value = schema.get(name);
    return value != null && value.tree() instanceof String text ? text : "";
  }

  private @Nullable Long number(String name) {
    var value = schema.get(name);
    return value != null && value.tree() instanceof Long number ? number : null;
  }

  private List<String> texts(String name) {
    var texts = new ArrayList<String>();
    var list = schema.get(name);
    for (var i = 0; list != null && i < list.size(); i++) {
      if (list.element(i).tree() instanceof String text) {
        texts.add(text);
      }
    }
    return texts;
  }
}
