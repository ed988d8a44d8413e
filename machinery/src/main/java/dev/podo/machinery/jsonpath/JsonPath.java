package dev.podo.machinery.jsonpath;

import dev.podo.machinery.tree.Node;
import java.util.ArrayList;
import java.util.List;

/// A path into an object, in the language of upstream's `jsonpath` templates without braces:
/// `.spec.names[0]`, `.a['b.c']`, `.list[*].x`, `.list[1:3]`, `..name` and filters such as
/// `.status.conditions[?(@.type=="Ready")].status`. What is not there is no error.
public final class JsonPath {
  private static final int VALUES_MAX = 100_000;

  private final List<Step> steps;

  JsonPath(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /// One step from values to parts of them.
  sealed interface Step {
    record Name(String name) implements Step {}

    record All() implements Step {}

    record Below() implements Step {}

    /// @param end exclusive; `Integer.MAX_VALUE` is the end of the list
    record Slice(int start, int end, int step) implements Step {}

    record Where(Filter filter) implements Step {}
  }

  /// @throws IllegalArgumentException if the text is no such path
  public static JsonPath parse(String text) {
    return new JsonPath(new PathParser(text).steps());
  }

  /// What the path leads to, in the order in which it stands in the object; nothing where that
  /// takes more values to look at than any sensible path does, as `..` after `..` may.
  public List<Node> find(Node root) {
    return find(root, new Visits());
  }

  List<Node> find(Node root, Visits visits) {
    var found = List.of(root);
    for (var step : steps) {
      var next = new ArrayList<Node>();
      for (var node : found) {
        if (!visits.oneMore()) {
          return List.of();
        }
        take(step, node, next, visits);
      }
      found = next;
    }
    return visits.mayGoOn() ? found : List.of();
  }

  /// How many values a search has looked at, filters included.
  static final class Visits {
    private int count;

    boolean oneMore() {
      count++;
      return mayGoOn();
    }

    boolean mayGoOn() {
      return count <= VALUES_MAX;
    }
  }

  private static void take(Step step, Node node, List<Node> out, Visits visits) {
    switch (step) {
      case Step.Name(var name) -> {
        var child = node.get(name);
        if (child != null) {
          out.add(child);
        }
      }
      case Step.All all -> addParts(node, out);
      case Step.Below below -> addBelow(node, out, visits);
      case Step.Slice(var start, var end, var by) ->
          addSlice(node, new int[] {start, end, by}, out);
      case Step.Where(var filter) -> {
        for (var i = 0; i < node.size(); i++) {
          if (filter.holds(node.element(i), visits)) {
            out.add(node.element(i));
          }
        }
      }
    }
  }

  private static void addParts(Node node, List<Node> out) {
    for (var i = 0; i < node.size(); i++) {
      out.add(node.element(i));
    }
    for (var name : node.names()) {
      var child = node.get(name);
      if (child != null) {
        out.add(child);
      }
    }
  }

  private static void addBelow(Node node, List<Node> out, Visits visits) {
    if (!visits.oneMore()) {
      return;
    }
    out.add(node);
    var parts = new ArrayList<Node>();
    addParts(node, parts);
    parts.forEach(part -> addBelow(part, out, visits));
  }

  private static void addSlice(Node node, int[] slice, List<Node> out) {
    var size = node.size();
    var start = slice[0] < 0 ? slice[0] + size : slice[0];
    var end = slice[1] < 0 ? slice[1] + size : Math.min(slice[1], size);
    for (long i = Math.max(start, 0); i < end; i += slice[2]) {
      out.add(node.element((int) i));
    }
  }
}
