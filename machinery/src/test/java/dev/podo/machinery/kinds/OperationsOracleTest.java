package dev.podo.machinery.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Holds what follows from the catalogue against the OpenAPI document of Kubernetes 1.36: each URL
/// of a group version that is generally available, with its methods, the type that a request
/// carries and the type of the answer. Where Podo differs on purpose stands, with the reason, in
/// `src/test/resources/kinds/differences.txt`, and nothing else may stand there. The fields of the
/// types, with what is required and how lists and maps merge, are held against the document where
/// the types are made.
class OperationsOracleTest {
  private static final Path DIFFERENCES = Path.of("src/test/resources/kinds/differences.txt");
  private static final Pattern GENERALLY_AVAILABLE =
      Pattern.compile("/(api|apis/[^/]+)/v[0-9]+/.*");
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  /// Parts that carry bytes, not objects.
  private static final List<String> CONNECTIONS = List.of("attach", "exec", "portforward", "proxy");

  private static final Map<String, String> METHODS =
      Map.of("create", "POST", "get", "GET", "update", "PUT", "patch", "PATCH", "delete", "DELETE");

  @Test
  void servesUpstreamsOperations() throws IOException {
    var wanted = upstream();
    var absences = CatalogueOracleTest.absences();
    wanted.removeIf(it -> absences.stream().anyMatch(absence -> isOf(it, absence)));
    var declared = declared();
    var found = new TreeSet<String>();
    wanted.stream().filter(it -> !declared.contains(it)).forEach(it -> found.add("without " + it));
    declared.stream().filter(it -> !wanted.contains(it)).forEach(it -> found.add("with " + it));
    assertThat(found).isEqualTo(listed());
  }

  /// Whether an operation is one on a resource, or on a part of one, that is listed as absent.
  private static boolean isOf(String line, String absence) {
    var version = absence.substring(0, absence.indexOf(' '));
    var resource = absence.substring(absence.indexOf(' ') + 1);
    var base = (version.contains("/") ? "/apis/" : "/api/") + version + "/";
    var path = line.split(" ")[1];
    var place = "/" + resource.replace("/", "/{name}/");
    if (path.equals(base)) {
      return !Catalogue.builtIn().groupVersions().contains(GroupVersion.parse(version));
    }
    return path.startsWith(base) && (path.endsWith(place) || path.contains(place + "/"));
  }

  private static SortedSet<String> listed() throws IOException {
    var lines = new TreeSet<String>();
    for (var line : Files.readAllLines(DIFFERENCES)) {
      assertThat(line).matches("[^#]+ # .{10,}");
      lines.add(line.substring(0, line.indexOf('#')).strip());
    }
    return lines;
  }

  private static SortedSet<String> declared() {
    var lines = new TreeSet<String>();
    for (var version : Catalogue.builtIn().groupVersions()) {
      var base = version.group().isEmpty() ? "/api/" : "/apis/" + version.group() + "/";
      lines.add("GET " + base + version.version() + "/ gives " + META + "APIResourceList");
    }
    Catalogue.builtIn().all().forEach(kind -> declare(kind, lines));
    return lines;
  }

  private static void declare(Kind<?> kind, SortedSet<String> lines) {
    var base = (kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/") + kind.version();
    var scope = kind.namespaced() ? "/namespaces/{namespace}" : "";
    var type = kind.schema().name();
    var all = base + scope + "/" + kind.plural();
    for (var verb : kind.verbs()) {
      switch (verb) {
        case "create" -> lines.add("POST " + all + " takes " + type + " gives " + type);
        case "deletecollection" -> lines.add("DELETE " + all);
        case "list" -> {
          var list = " gives " + kind.listSchema().name();
          lines.add("GET " + all + list);
          lines.add("GET " + base + "/" + kind.plural() + list);
        }
        case "watch" -> {
          for (var place : List.of("/" + kind.plural(), scope + "/" + kind.plural())) {
            lines.add("GET " + base + "/watch" + place + " gives " + META + "WatchEvent");
          }
          lines.add(
              ("GET " + base + "/watch" + scope + "/" + kind.plural() + "/{name}")
                  + (" gives " + META + "WatchEvent"));
        }
        default -> lines.add(line(verb, all + "/{name}", type));
      }
    }
    kind.subresources().forEach(it -> declare(kind, it, all + "/{name}/" + it.name(), lines));
  }

  private static void declare(
      Kind<?> kind, Subresource part, String path, SortedSet<String> lines) {
    if (CONNECTIONS.contains(part.name())) {
      part.verbs().forEach(verb -> connect(METHODS.getOrDefault(verb, verb), part, path, lines));
      return;
    }
    var exchanged = part.exchanged();
    var schema =
        exchanged == null
            ? kind.schema()
            : Schemas.ofKind(exchanged.apiVersion(), exchanged.kind());
    var type = schema == null ? "nothing" : schema.name();
    part.verbs()
        .forEach(verb -> lines.add(line(verb, path, part.name().equals("log") ? "string" : type)));
  }

  private static void connect(
      String method, Subresource part, String path, SortedSet<String> lines) {
    lines.add(method + " " + path + " gives string");
    if (part.name().equals("proxy")) {
      lines.add(method + " " + path + "/{path} gives string");
    }
  }

  private static String line(String verb, String path, String type) {
    var line = METHODS.getOrDefault(verb, verb) + " " + path;
    return switch (verb) {
      case "create", "update" -> line + " takes " + type + " gives " + type;
      // What a deletion answers depends on how it goes.
      case "delete" -> line;
      default -> line + " gives " + type;
    };
  }

  private static SortedSet<String> upstream() throws IOException {
    var oracle = System.getenv("PODO_ORACLE");
    assumeTrue(oracle != null && !oracle.isEmpty(), "oracle");
    var document = Json.parse(Files.readAllBytes(Path.of(oracle, "swagger-v1.36.0.json")));
    var lines = new TreeSet<String>();
    for (var path : Trees.asMap(Trees.get(document, "paths")).entrySet()) {
      if (GENERALLY_AVAILABLE.matcher(path.getKey()).matches()) {
        Trees.asMap(path.getValue())
            .forEach((method, operation) -> add(path.getKey(), method, operation, lines));
      }
    }
    return lines;
  }

  private static void add(
      String path, String method, @Nullable Object operation, SortedSet<String> lines) {
    // Every resource that can be read answers HEAD, and of OPTIONS nothing is said.
    if (List.of("parameters", "head", "options").contains(method)) {
      return;
    }
    var line = new StringBuilder(method.toUpperCase(Locale.ROOT)).append(' ').append(path);
    if (List.of("post", "put").contains(method)
        && Trees.get(operation, "parameters") instanceof List<?> parameters) {
      for (var parameter : parameters) {
        if ("body".equals(Trees.get(parameter, "in"))) {
          line.append(" takes ").append(type(Trees.get(parameter, "schema")));
        }
      }
    }
    var isDeletion =
        method.equals("delete") && !"connect".equals(Trees.get(operation, "x-kubernetes-action"));
    if (!isDeletion) {
      var answer = Trees.get(operation, "responses", "200", "schema");
      line.append(" gives ").append(type(answer));
    }
    lines.add(line.toString());
  }

  private static String type(@Nullable Object schema) {
    var reference = Trees.get(schema, "$ref");
    return reference instanceof String text
        ? text.replace("#/definitions/", "")
        : String.valueOf(Trees.get(schema, "type"));
  }
}
