package dev.podo.apiserver.endpoint;

import dev.podo.apiserver.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// JSON with a line for each value, for people. It is made of the encodings that programs get,
/// piece by piece, so that a large list is never in one place.
final class Indented {
  private static final List<String> TOOLS = List.of("curl", "Wget", "Mozilla/5.0");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int depth;
  private boolean inText;
  private boolean escaped;
  // A bracket was opened and nothing has followed yet: an empty object or list stays on its line.
  private boolean opened;

  private Indented() {}

  /// Whether the client says so, or is one that people look at. As upstream: what the query says
  /// counts, if it is anything else than a yes it is a no.
  static boolean wanted(HttpRequest request) {
    var said = request.query().first("pretty");
    if (!said.isEmpty()) {
      return switch (said) {
        case "1", "t", "T", "true", "TRUE", "True" -> true;
        default -> false;
      };
    }
    var agent = request.headers().first("User-Agent");
    return TOOLS.stream().anyMatch(agent::startsWith);
  }

  /// @param body valid JSON, in pieces cut anywhere
  static List<byte[]> print(List<byte[]> body) {
    var indented = new Indented();
    var pieces = new ArrayList<byte[]>(body.size());
    for (var piece : body) {
      indented.add(piece);
      pieces.add(indented.out.toByteArray());
      indented.out.reset();
    }
    return pieces;
  }

  private void add(byte[] piece) {
    for (var each : piece) {
      if (inText) {
        text(each);
      } else {
        structure(each);
      }
    }
  }

  private void text(byte each) {
    out.write(each);
    if (escaped) {
      escaped = false;
    } else if (each == '\\') {
      escaped = true;
    } else if (each == '"') {
      inText = false;
    }
  }

  private void structure(byte each) {
    switch (each) {
      case '}', ']' -> close(each);
      case '{', '[' -> {
        value();
        out.write(each);
        depth++;
        opened = true;
      }
      case ',' -> {
        out.write(each);
        line();
      }
      case ':' -> {
        out.write(each);
        out.write(' ');
      }
      case ' ', '\t', '\r' -> {
        // Programs' JSON has none; it would not be ours to keep.
      }
      case '\n' -> {
        if (depth == 0) {
          out.write(each);
        }
      }
      default -> {
        value();
        out.write(each);
        inText = each == '"';
      }
    }
  }

  private void value() {
    if (opened) {
      opened = false;
      line();
    }
  }

  private void close(byte bracket) {
    depth--;
    if (opened) {
      opened = false;
    } else {
      line();
    }
    out.write(bracket);
  }

  private void line() {
    out.write('\n');
    for (var i = 0; i < depth; i++) {
      out.write(' ');
      out.write(' ');
    }
  }
}
