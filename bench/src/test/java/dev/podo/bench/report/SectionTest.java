package dev.podo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.bench.report.Report.Row;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class SectionTest {
  private static final Section SECTION =
      new Section(
          "writes",
          "Writes",
          "load average 0.10 before",
          List.of(new Row("store", "9/s", "≥ 0.9 ×"), new Row("a|b", "12,345/s", "")));

  @Test
  void columnsOfTextStandBelowEachOther() {
    assertThat(SECTION.asText())
        .isEqualTo(
            """
            Writes (load average 0.10 before)
            measured  result    Podo aims for
            store     9/s       ≥ 0.9 ×
            a|b       12,345/s
            """);
  }

  @Test
  void markdownIsATableUnderAHeading() {
    assertThat(SECTION.asMarkdown())
        .isEqualTo(
            """
            ### Writes

            load average 0.10 before

            | measured | result | Podo aims for |
            |---|---|---|
            | store | 9/s | ≥ 0.9 × |
            | a\\|b | 12,345/s |  |
            """);
  }

  @Test
  void whatCouldNotBeMeasuredSaysWhy() {
    var report = new Report(new PrintStream(OutputStream.nullOutputStream()));
    report.notMeasured("etcd", "it is not installed", "");
    assertThat(report.rows())
        .containsExactly(new Row("etcd", "not measured: it is not installed", ""));
  }
}
