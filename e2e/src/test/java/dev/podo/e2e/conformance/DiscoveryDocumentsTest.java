package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the server says that it serves.
class DiscoveryDocumentsTest {
  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  private List<Object> groups() {
    return Trees.asList(Trees.get(rest.get("/apis"), "groups"));
  }

  @Test
  void leadToAResourceInEachGroup() {
    assertThat(groups()).isNotEmpty();
    for (var group : groups()) {
      for (var version : Trees.asList(Trees.get(group, "versions"))) {
        var groupVersion = Trees.text(version, "groupVersion");
        var list = rest.get("/apis/" + groupVersion);
        assertThat(Trees.text(list, "groupVersion")).isEqualTo(groupVersion);
        assertThat(Trees.asList(Trees.get(list, "resources")))
            .isNotEmpty()
            .allSatisfy(it -> assertThat(Trees.text(it, "name")).isNotEmpty());
      }
    }
  }

  @Test
  void preferAVersionThatEachGroupHas() {
    for (var group : groups()) {
      var preferred = Trees.get(group, "preferredVersion");
      assertThat(Trees.asList(Trees.get(group, "versions"))).contains(preferred);
      var alone = rest.get("/apis/" + Trees.text(group, "name"));
      assertThat(Trees.get(alone, "preferredVersion")).isEqualTo(preferred);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v2beta1"})
  void comeAllAtOnceToThoseWhoAsk(String version) {
    var accept =
        "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
    var core = rest.ask("/api", "Accept", accept).require(200);
    assertThat(core.headers().firstValue("Content-Type").orElse("")).isEqualTo(accept);
    assertThat(resources(core.tree())).containsAll(builtIn(true));
    var others = rest.ask("/apis", "Accept", accept).require(200);
    assertThat(Trees.text(others.tree(), "kind")).isEqualTo("APIGroupDiscoveryList");
    assertThat(resources(others.tree())).containsAll(builtIn(false));
    var legacy = rest.ask("/apis", "Accept", "application/json").require(200);
    assertThat(legacy.text("kind")).isEqualTo("APIGroupList");
  }

  private static List<String> builtIn(boolean core) {
    return Catalogue.builtIn().all().stream()
        .filter(kind -> kind.group().isEmpty() == core)
        .map(kind -> kind.apiVersion() + "/" + kind.plural())
        .toList();
  }

  private static Set<String> resources(Object document) {
    var out = new TreeSet<String>();
    for (var group : Trees.asList(Trees.get(document, "items"))) {
      var name = Trees.text(group, "metadata", "name");
      var prefix = name.isEmpty() ? "" : name + "/";
      for (var version : Trees.asList(Trees.get(group, "versions"))) {
        for (var resource : Trees.asList(Trees.get(version, "resources"))) {
          out.add(prefix + Trees.text(version, "version") + "/" + Trees.text(resource, "resource"));
        }
      }
    }
    return out;
  }

  @Test
  void tellTheVersionOfTheServerInIntegers() {
    var version = rest.get("/version");
    assertThat(Trees.text(version, "major")).matches("\\d+");
    assertThat(Trees.text(version, "minor")).matches("\\d+");
    assertThat(Trees.text(version, "gitVersion")).startsWith("v1.36");
  }

  @Test
  void haveNodesWithoutTaints() {
    assertThat(Trees.asList(Trees.get(rest.get("/api/v1/nodes"), "items")))
        .filteredOn(node -> Trees.get(node, "spec", "taints") == null)
        .hasSizeGreaterThanOrEqualTo(2);
  }
}
