package dev.podo.apiserver.discovery;

import dev.podo.apiserver.encoding.MediaType;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// `/api` and `/apis`, aggregated for the clients that ask for it, and everything below them.
public final class Discovery {
  private final Map<String, Document> legacy = new TreeMap<>();
  private final Map<String, Document> aggregated = new TreeMap<>();

  public Discovery(Catalogue catalogue) {
    var old = new LegacyDiscovery(catalogue);
    legacy.put("/api", json(old::coreVersions));
    legacy.put("/apis", json(old::groups));
    for (var group : catalogue.groups()) {
      if (!group.isEmpty()) {
        legacy.put("/apis/" + group, json(() -> old.group(group)));
      }
    }
    for (var version : catalogue.groupVersions()) {
      var path = version.group().isEmpty() ? "/api/" : "/apis/";
      legacy.put(path + version, json(() -> old.resources(version)));
    }
    for (var version : List.of("v2", "v2beta1")) {
      var fresh = new AggregatedDiscovery(catalogue, version);
      aggregated.put(
          "/api " + version,
          Document.lazy(() -> Json.print(fresh.groups(true)), fresh.contentType()));
      aggregated.put(
          "/apis " + version,
          Document.lazy(() -> Json.print(fresh.groups(false)), fresh.contentType()));
    }
  }

  private static Document json(Supplier<Map<String, Object>> tree) {
    return Document.lazy(() -> Json.print(tree.get()), "application/json");
  }

  /// Adds the documents that there are.
  public void addTo(Documents documents) {
    legacy.forEach((path, document) -> documents.at(path, call -> answer(path, document, call)));
  }

  private Answer answer(String path, Document document, Call call) {
    var http = call.http();
    if (http == null || !(path.equals("/api") || path.equals("/apis"))) {
      return document.answer(call);
    }
    for (var wanted : MediaType.accepted(http.headers().all("Accept"))) {
      var isAggregated =
          "APIGroupDiscoveryList".equals(wanted.parameters().get("as"))
              && "apidiscovery.k8s.io".equals(wanted.parameters().get("g"));
      if (isAggregated) {
        var found = aggregated.get(path + " " + wanted.parameters().get("v"));
        if (found != null) {
          return found.answer(call);
        }
      } else if (wanted.parameters().get("as") == null) {
        return document.answer(call);
      }
    }
    return document.answer(call);
  }
}
