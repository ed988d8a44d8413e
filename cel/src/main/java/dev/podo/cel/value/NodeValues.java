package dev.podo.cel.value;

import dev.podo.cel.type.CelType;
import dev.podo.machinery.tree.Node;
import dev.podo.model.Bytes;
import org.jspecify.annotations.Nullable;

/// Objects as values: lists and maps are views, nothing of an object is copied.
public final class NodeValues {
  private NodeValues() {}

  /// The value of a node whose schema is known.
  ///
  /// @throws EvaluationError if the node does not fit its schema
  public static Object of(Node node, DataShape shape) {
    if (node.kind() == Node.Kind.NULL) {
      if (shape.nullable()) {
        return Null.NULL;
      }
      throw invalid("got null for schema with nullable=false");
    }
    return switch (shape.sort()) {
      case INT_OR_STRING ->
          switch (node.tree()) {
            case String text -> text;
            case Long number -> number;
            case null, default ->
                throw invalid("expected XIntOrString value to be either a string or integer");
          };
      case OBJECT, MAP -> {
        if (node.kind() != Node.Kind.OBJECT) {
          throw invalid("expected a map for the provided schema with type=object");
        }
        yield new NodeMap(node, shape);
      }
      case LIST -> {
        if (node.kind() != Node.Kind.LIST) {
          throw invalid("expected an array for the provided schema with type=array");
        }
        yield new NodeList(node, shape);
      }
      case STRING, NUMBER, INTEGER, BOOLEAN -> scalar(node.tree(), shape);
      case PRESERVED -> new Preserved(node.tree());
      case UNKNOWN ->
          throw new EvaluationError(
              "invalid type, expected object, array, number, integer, boolean or string, or no type"
                  + " with x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is"
                  + " true");
    };
  }

  private static Object scalar(@Nullable Object tree, DataShape shape) {
    return switch (shape.sort()) {
      case STRING -> {
        if (tree instanceof String text) {
          yield formatted(text, shape.format());
        }
        throw invalid("expected string");
      }
      case NUMBER -> {
        if (tree instanceof Long number) {
          yield (double) number;
        }
        if (tree instanceof Double number) {
          yield number;
        }
        throw invalid("expected float");
      }
      case INTEGER -> {
        if (tree instanceof Long number) {
          yield number;
        }
        throw invalid("expected int");
      }
      default -> {
        if (tree instanceof Boolean truth) {
          yield truth;
        }
        throw invalid("expected bool");
      }
    };
  }

  private static Object formatted(String text, String format) {
    return switch (format) {
      case "byte" -> {
        try {
          yield Bytes.base64(text);
        } catch (IllegalArgumentException e) {
          throw new EvaluationError("Invalid byte formatted string " + text);
        }
      }
      case "duration" -> found(Times.duration(text), "Invalid duration " + text);
      case "date" -> found(Times.date(text), "Invalid date formatted string " + text);
      case "date-time" ->
          found(Times.timestamp(text), "Invalid date-time formatted string " + text);
      default -> text;
    };
  }

  private static Object found(@Nullable Object value, String problem) {
    if (value == null) {
      throw new EvaluationError(problem);
    }
    return value;
  }

  private static EvaluationError invalid(String detail) {
    return new EvaluationError("invalid data, " + detail);
  }

  /// The value of a node of which no schema is known: what its JSON shows.
  public static Object dynamic(Node node) {
    return switch (node.kind()) {
      case OBJECT -> new NodeMap(node, null);
      case LIST -> new NodeList(node, null);
      case NULL, STRING, BOOL, INTEGER, DECIMAL -> {
        var tree = node.tree();
        yield tree == null ? Null.NULL : tree;
      }
    };
  }

  /// What a schema preserves without describing it.
  private record Preserved(@Nullable Object tree) implements Opaque {
    @Override
    public CelType celType() {
      return CelType.DYN;
    }
  }
}
