package dev.podo.cel.function;

import dev.podo.cel.type.CelType;
import java.util.ArrayList;
import java.util.List;

/// Reads the types of a function as they are written down: `(list(A), int) A`. A capital letter
/// stands for any type; a name that is none of the language's is that of a library's type.
record Signature(List<CelType> parameters, CelType result) {
  static Signature parse(String text) {
    return new Reader(text).signature();
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Signature signature() {
      var parameters = list();
      skipBlank();
      return new Signature(List.copyOf(parameters), type());
    }

    private List<CelType> list() {
      at++; // The bracket that opens.
      var types = new ArrayList<CelType>();
      skipBlank();
      while (text.charAt(at) != ')') {
        types.add(type());
        skipBlank();
        if (text.charAt(at) == ',') {
          at++;
        }
        skipBlank();
      }
      at++;
      return types;
    }

    private void skipBlank() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }

    private CelType type() {
      skipBlank();
      var start = at;
      while (at < text.length() && " ,()".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      var name = text.substring(start, at);
      var inner = at < text.length() && text.charAt(at) == '(' ? list() : List.<CelType>of();
      return switch (name) {
        case "list" -> CelType.list(inner.get(0));
        case "map" -> CelType.map(inner.get(0), inner.get(1));
        case "optional" -> CelType.optional(inner.get(0));
        case "type" -> CelType.type(inner.get(0));
        case "dyn" -> CelType.DYN;
        case "null" -> CelType.NULL;
        case "bool" -> CelType.BOOL;
        case "int" -> CelType.INT;
        case "uint" -> CelType.UINT;
        case "double" -> CelType.DOUBLE;
        case "string" -> CelType.STRING;
        case "bytes" -> CelType.BYTES;
        case "duration" -> CelType.DURATION;
        case "timestamp" -> CelType.TIMESTAMP;
        default -> name.length() == 1 ? CelType.parameter(name) : CelType.opaque(name);
      };
    }
  }
}
