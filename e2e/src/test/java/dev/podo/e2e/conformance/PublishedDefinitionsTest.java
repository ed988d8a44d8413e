package dev.podo.e2e.conformance;

import static dev.podo.e2e.conformance.Published.FOO;
import static dev.podo.e2e.conformance.Published.WALDO;

import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What `/openapi/v2` says of custom resources while their definitions come, change and go.
class PublishedDefinitionsTest {
  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Swagger swagger = new Swagger(CLUSTER);

  private Published kind(String group, String kind, String... versions) {
    return new Published(swagger, group, kind, List.of(versions));
  }

  private static void tellBoth(Published foo, Published waldo) {
    foo.create(FOO);
    waldo.create(WALDO);
    waldo.versions().forEach(it -> waldo.awaitPublished(it, WALDO));
    foo.versions().forEach(it -> foo.awaitPublished(it, FOO));
    foo.delete();
    waldo.delete();
    foo.awaitUnpublished();
    waldo.awaitUnpublished();
  }

  @Test
  void tellOfDifferentGroups() {
    tellBoth(kind("foo", "GroupFoo", "v1"), kind("waldo", "GroupWaldo", "v1beta1"));
  }

  @Test
  void tellOfDifferentVersions() {
    tellBoth(kind("multi-ver", "MultiFoo", "v2", "v3"), kind("multi-ver", "MultiWaldo", "v3"));
    tellBoth(kind("common-group", "VersionFoo", "v4"), kind("common-group", "VersionWaldo", "v5"));
  }

  @Test
  void tellOfDifferentKinds() {
    tellBoth(kind("common-group", "KindFoo", "v6"), kind("common-group", "KindWaldo", "v6"));
  }

  @Test
  void followTheNameOfAVersion() {
    var definition = kind("renamed", "RenamedFoo", "v2", "v3").define(FOO);
    CLUSTER
        .rest()
        .send(
            "PATCH",
            definition.path(),
            "application/json-patch+json",
            """
            [{"op": "test", "path": "/spec/versions/1/name", "value": "v3"},
             {"op": "replace", "path": "/spec/versions/1/name", "value": "v4"}]\
            """)
        .require(200);
    definition.awaitPublished("v4", FOO);
    definition.awaitUnpublished("v3");
    definition.assertPublished("v2", FOO);
    definition.delete();
    definition.awaitUnpublished("v4");
    definition.awaitUnpublished("v2");
  }

  @Test
  void forgetAVersionThatIsServedNoMore() {
    var definition = kind("unserved", "UnservedFoo", "v5", "v6alpha1").define(FOO);
    CLUSTER
        .rest()
        .update(
            definition.path(),
            it -> {
              var versions = new ArrayList<>(Rest.list(it, "spec", "versions"));
              versions.set(1, Trees.set(versions.get(1), false, "served"));
              return Trees.set(it, versions, "spec", "versions");
            });
    definition.awaitUnpublished("v6alpha1");
    definition.assertPublished("v5", FOO);
    definition.delete();
    definition.awaitUnpublished();
  }
}
