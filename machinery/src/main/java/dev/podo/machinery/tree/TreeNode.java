package dev.podo.machinery.tree;

import dev.podo.machinery.codec.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The view of a tree.
record TreeNode(@Nullable Object tree) implements Node {
  @Override
  public Kind kind() {
    return switch (tree) {
      case null -> Kind.NULL;
      case Map<?, ?> map -> Kind.OBJECT;
      case List<?> list -> Kind.LIST;
      case String text -> Kind.STRING;
      case Boolean truth -> Kind.BOOL;
      case Long number -> Kind.INTEGER;
      case Double number -> Kind.DECIMAL;
      default -> throw new IllegalArgumentException("not a JSON value: " + tree.getClass());
    };
  }

  @Override
  public @Nullable Node get(String name) {
    return tree instanceof Map<?, ?> map && map.containsKey(name)
        ? new TreeNode(map.get(name))
        : null;
  }

  @Override
  public List<String> names() {
    return tree instanceof Map<?, ?> ? List.copyOf(Trees.asMap(tree).keySet()) : List.of();
  }

  @Override
  public int size() {
    return tree instanceof List<?> list ? list.size() : 0;
  }

  @Override
  public Node element(int index) {
    return new TreeNode(Trees.asList(tree).get(index));
  }

  @Override
  public String toString() {
    return Json.show(tree);
  }
}
