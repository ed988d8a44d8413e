package dev.podo.cel.value;

import dev.podo.cel.type.Names;
import dev.podo.machinery.tree.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An object, or a map within one. With a schema that states properties, keys are identifiers, and
/// null is the same as absent.
final class NodeMap extends MapValue {
  private final Node node;
  private final @Nullable DataShape shape;

  NodeMap(Node node, @Nullable DataShape shape) {
    this.node = node;
    this.shape = shape;
  }

  private boolean hasFields() {
    return shape != null && shape.sort() == DataShape.Sort.OBJECT;
  }

  @Override
  public @Nullable Object find(Object key) {
    if (!(key instanceof String text)) {
      throw EvaluationError.noSuchOverload();
    }
    var part = node.get(hasFields() ? Names.unescape(text) : text);
    if (part == null) {
      return null;
    }
    if (shape == null) {
      return NodeValues.dynamic(part);
    }
    if (hasFields()) {
      var field = shape.property(Names.unescape(text));
      return field == null || part.kind() == Node.Kind.NULL ? null : NodeValues.of(part, field);
    }
    var element = shape.element();
    return element == null ? null : NodeValues.of(part, element);
  }

  @Override
  public List<Object> keys() {
    var keys = new ArrayList<String>();
    for (var name : node.names()) {
      if (!hasFields()) {
        keys.add(name);
      } else if (shape != null && shape.property(name) != null) {
        var escaped = Names.escape(name);
        keys.add(escaped == null ? name : escaped);
      }
    }
    // Records and trees show their fields in different orders: here they must not differ.
    Collections.sort(keys);
    return new ArrayList<>(keys);
  }

  @Override
  public int size() {
    return node.names().size();
  }

  @Override
  boolean isEqual(MapValue other) {
    if (!hasFields() || !(other instanceof NodeMap that)) {
      return super.isEqual(other);
    }
    if (size() != that.size()) {
      return false;
    }
    for (var name : node.names()) {
      if (!hasEqual(name, that)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasEqual(String name, NodeMap that) {
    var mine = node.get(name);
    var theirs = that.node.get(name);
    if (mine == null || theirs == null) {
      return false;
    }
    var field = shape == null ? null : shape.property(name);
    if (field == null || mine.kind() == Node.Kind.NULL || theirs.kind() == Node.Kind.NULL) {
      return Objects.equals(mine.tree(), theirs.tree());
    }
    var theirField = that.shape == null ? null : that.shape.property(name);
    return Values.equal(
        NodeValues.of(mine, field),
        theirField == null ? NodeValues.dynamic(theirs) : NodeValues.of(theirs, theirField));
  }
}
