package dev.podo.e2e.conformance;

import dev.podo.machinery.tree.Trees;

/// `/openapi/v2`, read again only when it has changed.
final class Swagger {
  private final OnCluster cluster;
  private String tag = "";
  private Object document = "";

  Swagger(OnCluster cluster) {
    this.cluster = cluster;
  }

  OnCluster cluster() {
    return cluster;
  }

  Object read() {
    var answer = cluster.rest().ask("/openapi/v2", "If-None-Match", tag).require(200, 304);
    if (answer.code() == 200) {
      document = Trees.asMap(answer.tree());
      tag = answer.headers().firstValue("ETag").orElseThrow();
    }
    return document;
  }
}
