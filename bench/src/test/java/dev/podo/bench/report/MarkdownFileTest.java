package dev.podo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownFileTest {
  private static final String DOCUMENT =
      """
      # Performance

      <!-- bench writes -->
      old
      <!-- /bench writes -->

      What people say.

      <!-- bench lists -->
      kept
      <!-- /bench lists -->
      """;

  @Test
  void replacesWhatStandsBetweenTheMarksAndNothingElse() {
    assertThat(MarkdownFile.replaced(DOCUMENT, "writes", "new\n\n"))
        .isEqualTo(DOCUMENT.replace("old", "new"));
  }

  @Test
  void twiceIsOnce() {
    var once = MarkdownFile.replaced(DOCUMENT, "lists", "new");
    assertThat(MarkdownFile.replaced(once, "lists", "new")).isEqualTo(once);
  }

  @Test
  void addsASectionThatIsNotThere() {
    assertThat(MarkdownFile.replaced(DOCUMENT, "idle", "new"))
        .isEqualTo(DOCUMENT + "\n<!-- bench idle -->\nnew\n<!-- /bench idle -->\n");
  }

  @Test
  void beginsAFile(@TempDir Path directory) throws Exception {
    var file = directory.resolve("new.md");
    new MarkdownFile(file).put("idle", "new");
    assertThat(Files.readString(file))
        .isEqualTo("<!-- bench idle -->\nnew\n<!-- /bench idle -->\n");
  }
}
