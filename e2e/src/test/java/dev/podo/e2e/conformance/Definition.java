package dev.podo.e2e.conformance;

import dev.podo.machinery.tree.Trees;

/// A definition of namespaced custom resources of one version, `sampled.example.com/v1`.
///
/// @param schema as YAML in one line
record Definition(String plural, String kind, String schema) {
  static final String ALL = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  static final String GROUP = "sampled.example.com";

  static Definition of(String plural, String kind, String schema) {
    return new Definition(plural, kind, schema);
  }

  String name() {
    return plural + "." + GROUP;
  }

  String path() {
    return ALL + "/" + name();
  }

  String objects(String namespace) {
    return "/apis/" + GROUP + "/v1/namespaces/" + namespace + "/" + plural;
  }

  /// Creates it, and waits until it holds.
  Definition establish(OnCluster cluster) {
    cluster
        .rest()
        .create(
            ALL,
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %s}
            spec:
              group: %s
              scope: Namespaced
              names: {plural: %s, kind: %s}
              versions:
                - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: %s}}
            """
                .formatted(name(), GROUP, plural, kind, schema));
    OnCluster.await(
        name() + " to be established",
        () ->
            Rest.list(cluster.rest().get(path()), "status", "conditions").stream()
                .anyMatch(it ->
                    Trees.text(it, "type").equals("Established")
                        && Trees.text(it, "status").equals("True")));
    return this;
  }
}
