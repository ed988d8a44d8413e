package dev.podo.bench.report;

import dev.podo.bench.report.Report.Row;
import java.util.ArrayList;
import java.util.List;

/// The result of one benchmark.
///
/// @param name as on the command line
/// @param title for people
/// @param circumstances how busy the machine was, and what else one should know
public record Section(String name, String title, String circumstances, List<Row> rows) {
  private static final Row HEAD = new Row("measured", "result", "Podo aims for");

  public Section {
    rows = List.copyOf(rows);
  }

  /// A table for a terminal.
  public String asText() {
    int first = HEAD.measured().length();
    int second = HEAD.result().length();
    for (var row : rows) {
      first = Math.max(first, row.measured().length());
      second = Math.max(second, row.result().length());
    }
    var format = "%-" + first + "s  %-" + second + "s  %s";
    var lines = new ArrayList<String>();
    lines.add(title + " (" + circumstances + ")");
    lines.add(line(format, HEAD));
    rows.forEach(row -> lines.add(line(format, row)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(String format, Row row) {
    return format.formatted(row.measured(), row.result(), row.target()).stripTrailing();
  }

  /// A heading and a table in Markdown.
  public String asMarkdown() {
    var text = new StringBuilder("### " + title + "\n\n" + circumstances + "\n\n");
    text.append("| measured | result | Podo aims for |\n|---|---|---|\n");
    for (var row : rows) {
      text.append(
          "| "
              + cell(row.measured())
              + " | "
              + cell(row.result())
              + " | "
              + cell(row.target())
              + " |\n");
    }
    return text.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
