package dev.podo.machinery.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What no document of Kubernetes says of its kinds and its users know by heart: what they may be
/// called, by which fields they can be selected, and the headings of their tables. A table holds
/// for each kind what Kubernetes 1.36 has.
class KindDeclarationsTest {
  private static final Path TABLES = Path.of("src/test/resources/kinds");

  /// `apiVersion Kind | short names | categories | selectable fields besides names`.
  @Test
  void kindsHaveUpstreamsNamesAndSelectableFields() throws IOException {
    check("names.txt", Catalogue.builtIn().all(), KindDeclarationsTest::names);
  }

  /// `apiVersion Kind | Heading | +heading shown by -o wide | Heading:type or format`.
  @Test
  void tablesHaveUpstreamsHeadings() throws IOException {
    var shown = Catalogue.builtIn().all().stream().filter(it -> !it.columns().isEmpty()).toList();
    check("headings.txt", shown, KindDeclarationsTest::headings);
  }

  private static void check(
      String table, List<? extends Kind<?>> kinds, Function<Kind<?>, String> line)
      throws IOException {
    var expected = new TreeMap<String, String>();
    for (var row : Files.readAllLines(TABLES.resolve(table))) {
      expected.put(row.substring(0, row.indexOf(" |")), row);
    }
    for (var kind : kinds) {
      var name = kind.apiVersion() + " " + kind.kind();
      assertThat(name + line.apply(kind)).isEqualTo(expected.remove(name));
    }
    assertThat(expected.keySet())
        .as("not declared")
        .allMatch(it -> it.startsWith("flowcontrol.apiserver.k8s.io/"));
  }

  private static String names(Kind<?> kind) {
    var fields = new ArrayList<>(kind.selectableFields().keySet());
    fields.remove("metadata.name");
    fields.remove("metadata.namespace");
    return cell(kind.shortNames()) + cell(kind.categories()) + cell(fields);
  }

  private static String cell(List<String> words) {
    return words.isEmpty() ? " |" : " | " + String.join(", ", words);
  }

  private static String headings(Kind<?> kind) {
    return kind.columns().stream().map(KindDeclarationsTest::heading).collect(Collectors.joining());
  }

  private static String heading(Column<?> column) {
    var text = " | " + (column.priority() == 0 ? "" : "+") + column.name();
    if (!column.format().isEmpty()) {
      return text + ":" + column.format();
    }
    return column.type().equals("string") ? text : text + ":" + column.type();
  }
}
