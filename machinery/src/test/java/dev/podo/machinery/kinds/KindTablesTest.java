package dev.podo.machinery.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The tables of cases: `NAME.input.yaml` gives what `NAME.expected.*` shows.
class KindTablesTest {
  private static final Path CASES = Path.of("src/test/resources/kinds");
  private static final String INPUT = ".input.yaml";

  @TestFactory
  Stream<DynamicTest> fillsInDefaults() throws IOException {
    return cases("defaults", ".expected.yaml", KindCases::defaults);
  }

  @TestFactory
  Stream<DynamicTest> findsErrors() throws IOException {
    return cases("errors", ".expected.txt", KindCases::errors);
  }

  @TestFactory
  Stream<DynamicTest> knowsEveryRule() throws IOException {
    return cases("rules", ".expected.txt", KindCases::rules);
  }

  @TestFactory
  Stream<DynamicTest> guardsUpdates() throws IOException {
    return cases("updates", ".expected.txt", KindCases::update);
  }

  @TestFactory
  Stream<DynamicTest> showsColumns() throws IOException {
    return cases("columns", ".expected.txt", KindCases::columns);
  }

  /// So that a kind whose table nobody has looked at is noticed.
  @Test
  void everyKindHasARow() throws IOException {
    var shown = new TreeSet<String>();
    try (var files = Files.list(CASES.resolve("columns"))) {
      for (var file : files.filter(it -> it.toString().endsWith(INPUT)).sorted().toList()) {
        for (var object : Yaml.parseAll(Files.readAllBytes(file))) {
          shown.add(Trees.text(object, "apiVersion") + " " + Trees.text(object, "kind"));
        }
      }
    }
    assertThat(Catalogue.builtIn().all().stream().filter(it -> !it.columns().isEmpty()))
        .extracting(it -> it.apiVersion() + " " + it.kind())
        .isSubsetOf(shown);
  }

  private static Stream<DynamicTest> cases(
      String table, String suffix, Function<byte[], String> run) throws IOException {
    try (var files = Files.list(CASES.resolve(table))) {
      return files.filter(it -> it.toString().endsWith(INPUT)).sorted().toList().stream()
          .map(input -> test(input, suffix, run));
    }
  }

  private static DynamicTest test(Path input, String suffix, Function<byte[], String> run) {
    var file = input.getFileName().toString();
    var name = file.substring(0, file.length() - INPUT.length());
    return DynamicTest.dynamicTest(
        name,
        () ->
            assertThat(run.apply(Files.readAllBytes(input)))
                .isEqualTo(Files.readString(input.resolveSibling(name + suffix))));
  }
}
