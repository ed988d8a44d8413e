package dev.podo.e2e.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds docs/conformance.md against the list of conformance tests of Kubernetes 1.36, and against
/// the tests of the tree.
class ConformanceTableTest {
  private static final Path PAGE = Tree.ROOT.resolve("docs/conformance.md");
  private static final Pattern ROW = Pattern.compile("\\| (.+?) \\| (.+?) \\|");
  private static final Pattern COUNT =
      Pattern.compile("\\| (?:\\[(.+)\\]\\(#.+\\)|all) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern METHOD =
      Pattern.compile("(?m)^  (?:void|Stream<DynamicTest>|List<DynamicTest>) (\\w+)\\(");

  /// @param answer the tests that show it, or why there is none
  private record Row(String area, String name, String answer) {
    boolean isShown() {
      return NAMED.matcher(answer).find();
    }
  }

  private static List<Row> rows() throws IOException {
    var out = new ArrayList<Row>();
    var area = "";
    for (var line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## ")) {
        area = line.substring(3);
      }
      var row = ROW.matcher(line);
      if (!area.isEmpty() && row.matches() && !row.group(1).equals("conformance test")) {
        out.add(new Row(area, row.group(1).replace("\\", ""), row.group(2)));
      }
    }
    return out;
  }

  @Test
  void hasARowForEachTestOfTheSuite() throws IOException {
    var oracle = System.getenv("PODO_ORACLE");
    assumeTrue(oracle != null, "PODO_ORACLE names no directory with the oracle");
    var suite = Yaml.parse(Files.readAllBytes(Path.of(oracle, "conformance-v1.36.yaml")));
    var expected = new ArrayList<String>();
    for (var test : Trees.asList(suite)) {
      expected.add(shorten(Trees.text(test, "codename")));
    }
    assertThat(rows().stream().map(row -> "[" + row.area() + "] " + row.name()))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /// Without the marks that all tests of the suite have.
  private static String shorten(String codename) {
    return codename
        .replace("[Conformance]", "")
        .replace("[NodeConformance]", "")
        .replaceAll(" +", " ")
        .strip();
  }

  @Test
  void namesTestsThatExist() throws IOException {
    var methods = new TreeMap<String, List<TreeSet<String>>>();
    for (var source : Tree.allSources()) {
      var name = source.getFileName().toString().replace(".java", "");
      if (name.endsWith("Test")) {
        var found = METHOD.matcher(Files.readString(source)).results().map(m -> m.group(1));
        methods
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(found.collect(TreeSet::new, TreeSet::add, TreeSet::addAll));
      }
    }
    for (var row : rows()) {
      var named = NAMED.matcher(row.answer());
      while (named.find()) {
        assertThat(methods.getOrDefault(named.group(1), List.of()))
            .as("classes with this method, for %s", row)
            .filteredOn(found -> found.contains(named.group(2)))
            .hasSize(1);
      }
    }
  }

  @Test
  void addsUp() throws IOException {
    var expected = new TreeMap<String, List<Integer>>();
    for (var row : rows()) {
      for (var area : List.of(row.area(), "all")) {
        expected.merge(
            area,
            List.of(1, row.isShown() ? 1 : 0, row.isShown() ? 0 : 1),
            ConformanceTableTest::add);
      }
    }
    Map<String, List<Integer>> told = new TreeMap<>();
    for (var line : Files.readAllLines(PAGE)) {
      var count = COUNT.matcher(line);
      if (count.matches()) {
        var numbers = new ArrayList<Integer>();
        for (int i = 2; i <= 4; i++) {
          numbers.add(Integer.valueOf(count.group(i)));
        }
        told.put(count.group(1) == null ? "all" : count.group(1), numbers);
      }
    }
    assertThat(told).isEqualTo(expected);
  }

  private static List<Integer> add(List<Integer> a, List<Integer> b) {
    return List.of(a.get(0) + b.get(0), a.get(1) + b.get(1), a.get(2) + b.get(2));
  }
}
