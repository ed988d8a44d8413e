package dev.podo.e2e.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents name exists.
class DocsRulesTest {
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#]+)(#[^)]*)?\\)");
  private static final Pattern PATH =
      Pattern.compile(
          "`((?:[a-z0-9-]+|\\.ci|\\.mvn)/[A-Za-z0-9_./-]*|\\./(?:dev|podo))(?: [^`]*)?`");

  @Test
  void linksLeadSomewhere() throws IOException {
    var broken = new ArrayList<String>();
    for (var page : pages()) {
      var matcher = LINK.matcher(Files.readString(page));
      while (matcher.find()) {
        if (!Files.exists(page.getParent().resolve(matcher.group(1)))) {
          broken.add(Tree.relative(page) + " links to " + matcher.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void pathsInTheTreeExist() throws IOException {
    var broken = new ArrayList<String>();
    for (var page : pages()) {
      var matcher = PATH.matcher(Files.readString(page));
      while (matcher.find()) {
        var path = matcher.group(1);
        var isOfTheTree =
            Tree.MODULES.contains(Path.of(path).getName(0).toString())
                || path.startsWith("docs/")
                || path.startsWith("./");
        if (isOfTheTree && !Files.exists(Tree.ROOT.resolve(path).normalize())) {
          broken.add(Tree.relative(page) + " names " + path);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (var top = Files.list(Tree.ROOT);
        var docs = Files.walk(Tree.ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(f -> f.toString().endsWith(".md")).sorted().toList();
    }
  }
}
