package dev.podo.cel.value;

import dev.podo.machinery.tree.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list of an object.
final class NodeList extends ListValue {
  private final Node node;
  private final @Nullable DataShape shape;
  private final @Nullable DataShape element;

  NodeList(Node node, @Nullable DataShape shape) {
    this.node = node;
    this.shape = shape;
    this.element = shape == null ? null : shape.element();
  }

  @Override
  public int size() {
    return node.size();
  }

  @Override
  public Object get(int index) {
    var part = node.element(index);
    return element == null ? NodeValues.dynamic(part) : NodeValues.of(part, element);
  }

  @Override
  public Order order() {
    return shape == null ? Order.ATOMIC : shape.order();
  }

  @Override
  public List<String> keys() {
    return shape == null ? List.of() : shape.keys();
  }
}
