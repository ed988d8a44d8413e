package dev.podo.cel.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The text of an expression, where its nodes stand in it, and how a problem there is told.
public final class Source {
  private final String text;
  private final List<Integer> offsets = new ArrayList<>();

  public Source(String text) {
    this.text = text;
    offsets.add(0);
  }

  String text() {
    return text;
  }

  /// The number of a new node that stands at this place.
  int newNode(int offset) {
    offsets.add(offset);
    return offsets.size() - 1;
  }

  /// How many numbers of nodes there are.
  public int nodes() {
    return offsets.size();
  }

  /// A problem with a node.
  public Problem problem(int id, String message) {
    return new Problem(offsets.get(id), message);
  }

  /// Something wrong at a place of the text, counted in chars.
  public record Problem(int offset, String message) {}

  /// All problems in upstream's form, in the order of their places.
  public String describe(List<Problem> problems) {
    var sorted = new ArrayList<>(problems);
    sorted.sort(Comparator.comparingInt(Problem::offset));
    var out = new StringBuilder();
    for (var problem : sorted) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      describe(problem, out);
    }
    return out.toString();
  }

  private void describe(Problem problem, StringBuilder out) {
    var end = Math.min(problem.offset(), text.length());
    var start = text.lastIndexOf('\n', end - 1) + 1;
    var line = 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
    var column = text.codePointCount(start, end);
    out.append("ERROR: <input>:").append(line).append(':').append(column + 1).append(": ");
    out.append(problem.message());
    var lineEnd = text.indexOf('\n', start);
    var snippet = text.substring(start, lineEnd < 0 ? text.length() : lineEnd).replace('\t', ' ');
    out.append("\n | ").append(snippet).append("\n | ");
    snippet.codePoints().limit(column).forEach(c -> out.append(isWide(c) ? '\uff0e' : '.'));
    var at = snippet.codePoints().skip(column).findFirst();
    out.append(at.isPresent() && isWide(at.getAsInt()) ? '\uff3e' : '^');
  }

  private static boolean isWide(int codePoint) {
    return codePoint >= 0x80;
  }
}
