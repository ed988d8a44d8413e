package dev.podo.e2e.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table of modules in ARCHITECTURE.md: arrows run down only.
class ModuleRulesTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<groupId>dev\\.podo</groupId>\\s*<artifactId>podo-([a-z-]+)</artifactId>(?:(?!</dependency>)[\\s\\S])*?</dependency>");

  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("foundation", List.of()),
          Map.entry("model-generator", List.of()),
          Map.entry("model", List.of()),
          Map.entry("machinery", List.of("foundation", "model")),
          Map.entry("cel", List.of("machinery")),
          Map.entry("store", List.of("foundation")),
          Map.entry("store-rocksdb", List.of("store")),
          Map.entry("client", List.of("machinery")),
          Map.entry("apiserver", List.of("machinery", "store", "client")),
          Map.entry("controllers", List.of("client")),
          Map.entry("scheduler", List.of("client")),
          Map.entry("node", List.of("client")),
          Map.entry("node-containerd", List.of("node")),
          Map.entry("network", List.of("client")),
          Map.entry("network-linux", List.of("network")),
          Map.entry("server", List.of("apiserver", "controllers", "scheduler", "node")),
          Map.entry("testkit", List.of("server", "cel")),
          Map.entry("simulator", List.of("server", "network")),
          Map.entry(
              "program",
              List.of("server", "cel", "store-rocksdb", "node-containerd", "network-linux")));

  @Test
  void modulesUseOnlyWhatStandsBelowThem() throws Exception {
    var found = new ArrayList<String>();
    for (var module : Tree.modules().filter(MAY_USE::containsKey).toList()) {
      var pom = dependencies(Files.readString(Tree.ROOT.resolve(module).resolve("pom.xml")));
      var matcher = DEPENDENCY.matcher(pom);
      while (matcher.find()) {
        var isForTests = matcher.group().contains("<scope>test</scope>");
        if (!isForTests && !MAY_USE.get(module).contains(matcher.group(1))) {
          found.add(module + " must not use " + matcher.group(1));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /// The module's own dependencies: neither its parent nor those of a plug-in.
  private static String dependencies(String pom) {
    var start = pom.indexOf("<dependencies>");
    var build = pom.indexOf("<build>");
    return start < 0 || (build >= 0 && build < start)
        ? ""
        : pom.substring(start, pom.indexOf("</dependencies>"));
  }

  @Test
  void whatTheEmbeddedClusterCarriesRunsOnJava21() throws Exception {
    for (var module :
        List.of(
            "foundation",
            "model",
            "machinery",
            "cel",
            "store",
            "client",
            "apiserver",
            "controllers",
            "scheduler",
            "node",
            "server",
            "testkit")) {
      var pom = Tree.ROOT.resolve(module).resolve("pom.xml");
      if (Files.exists(pom)) {
        assertThat(Files.readString(pom)).as(module).doesNotContain("<maven.compiler.release>");
      }
    }
  }
}
