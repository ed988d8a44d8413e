package dev.podo.machinery.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Holds the catalogue against the OpenAPI document of Kubernetes 1.36: every resource of a group
/// version that is generally available, with its kind, scope, verbs and subresources. What is
/// deliberately absent stands, with the reason, in `src/test/resources/kinds/absences.txt`. That
/// the fields of the types are upstream's is tested where the types are made.
class CatalogueOracleTest {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api|apis/([^/]+))/(v[0-9]+)/(watch/)?(namespaces/\\{namespace\\}/)?"
              + "([a-z]+)(?:/\\{name\\})?(?:/([a-z]+))?(?:/\\{path\\})?");
  private static final Path ABSENCES = Path.of("src/test/resources/kinds/absences.txt");

  @Test
  void declaresWhatUpstreamServes() throws IOException {
    var wanted = upstream();
    var declared = declared();
    var absent = absences();
    assertThat(
            declared.stream()
                .map(CatalogueOracleTest::resource)
                .filter(line -> absent.contains(line)))
        .as("on the list of absences, but declared")
        .isEmpty();
    var missing = new TreeSet<>(wanted);
    missing.removeAll(declared);
    missing.removeIf(line -> absent.contains(resource(line)));
    assertThat(missing).as("not declared, and not on the list of absences").isEmpty();
    wanted.stream().map(CatalogueOracleTest::resource).forEach(line -> absent.remove(line));
    assertThat(absent).as("absences that upstream would not serve").isEmpty();
    declared.removeAll(wanted);
    assertThat(declared).as("declared, but not served upstream").isEmpty();
  }

  /// The group version and the resource, or part of one, that a line is about.
  private static String resource(String line) {
    return line.substring(0, line.indexOf(' ', line.indexOf(' ') + 1));
  }

  @Test
  void everyAbsenceHasAReason() throws IOException {
    assertThat(Files.readAllLines(ABSENCES))
        .allSatisfy(line -> assertThat(line).matches("[^#]+ # .{10,}"));
  }

  static SortedSet<String> absences() throws IOException {
    var lines = new TreeSet<String>();
    for (var line : Files.readAllLines(ABSENCES)) {
      lines.add(line.substring(0, line.indexOf('#')).strip());
    }
    return lines;
  }

  private static SortedSet<String> declared() {
    var lines = new TreeSet<String>();
    for (var kind : Catalogue.builtIn().all()) {
      var resource = kind.groupVersion() + " " + kind.plural();
      lines.add(resource + " is " + kind.kind());
      lines.add(resource + " is " + (kind.namespaced() ? "namespaced" : "of the cluster"));
      kind.verbs().forEach(verb -> lines.add(resource + " " + verb));
      for (var subresource : kind.subresources()) {
        var part = resource + "/" + subresource.name();
        var exchanged = subresource.exchanged();
        lines.add(part + " is " + (exchanged == null ? kind.kind() : exchanged.kind()));
        subresource.verbs().forEach(verb -> lines.add(part + " " + verb));
      }
    }
    return lines;
  }

  private static SortedSet<String> upstream() throws IOException {
    var oracle = System.getenv("PODO_ORACLE");
    assumeTrue(oracle != null && !oracle.isEmpty(), "oracle");
    var document = Json.parse(Files.readAllBytes(Path.of(oracle, "swagger-v1.36.0.json")));
    var lines = new TreeSet<String>();
    for (var path : Trees.asMap(Trees.get(document, "paths")).entrySet()) {
      var matcher = PATH.matcher(path.getKey());
      if (!matcher.matches()) {
        continue;
      }
      var group = matcher.group(1) == null ? "" : matcher.group(1) + "/";
      var resource = group + matcher.group(2) + " " + matcher.group(5);
      var part = matcher.group(6) == null ? resource : resource + "/" + matcher.group(6);
      add(lines, part, matcher.group(4) != null, matcher.group(3) != null, path.getValue());
    }
    markScopes(lines);
    return lines;
  }

  private static void add(
      SortedSet<String> lines,
      String resource,
      boolean inNamespace,
      boolean watch,
      @Nullable Object item) {
    var isPart = resource.contains("/") && resource.lastIndexOf('/') > resource.indexOf(' ');
    for (var method : Trees.asMap(item).entrySet()) {
      if (method.getKey().equals("parameters")
          || !(method.getValue() instanceof Map<?, ?> operation)) {
        continue;
      }
      var gvk = operation.get("x-kubernetes-group-version-kind");
      if (!(gvk instanceof Map<?, ?> named)) {
        continue;
      }
      if (!watch) {
        lines.add(resource + " is " + named.get("kind"));
      }
      if (inNamespace && !isPart) {
        lines.add(resource + " is namespaced");
      }
      var verb = verb(String.valueOf(operation.get("x-kubernetes-action")), method.getKey());
      if (!verb.isEmpty()) {
        lines.add(resource + " " + verb);
      }
    }
  }

  private static String verb(String action, String method) {
    return switch (action) {
      case "post" -> "create";
      case "put" -> "update";
      case "watch", "watchlist" -> "watch";
      case "connect" ->
          switch (method) {
            case "post" -> "create";
            case "put" -> "update";
            case "head", "options" -> "";
            default -> method;
          };
      default -> action;
    };
  }

  /// What is not in namespaces is the cluster's.
  private static void markScopes(SortedSet<String> lines) {
    for (var line : List.copyOf(lines)) {
      var is = line.indexOf(" is ");
      var resource = is < 0 ? "" : line.substring(0, is);
      if (is >= 0
          && resource.lastIndexOf('/') < resource.indexOf(' ')
          && !lines.contains(resource + " is namespaced")) {
        lines.add(resource + " is of the cluster");
      }
    }
  }
}
