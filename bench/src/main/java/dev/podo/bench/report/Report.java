package dev.podo.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// The rows of one benchmark. Each is told to people as soon as it is known.
public final class Report {
  private final List<Row> rows = new ArrayList<>();
  private final PrintStream progress;

  /// @param target what Podo aims for; "" where there is no aim, such as for a peer
  public record Row(String measured, String result, String target) {}

  public Report(PrintStream progress) {
    this.progress = progress;
  }

  public void row(String measured, String result, String target) {
    rows.add(new Row(measured, result, target));
    progress.println("   " + measured + ": " + result);
  }

  public void row(String measured, String result) {
    row(measured, result, "");
  }

  /// What could not be measured here, and why.
  public void notMeasured(String measured, String why, String target) {
    row(measured, "not measured: " + why, target);
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }
}
