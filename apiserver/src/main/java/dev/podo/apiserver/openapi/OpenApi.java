package dev.podo.apiserver.openapi;

import dev.podo.apiserver.discovery.Document;
import dev.podo.apiserver.discovery.Documents;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.Catalogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/openapi/v3`: an index, and a document for each version of a group, which clients keep for ever
/// under its hash. All is made when the first client asks.
public final class OpenApi {
  private static final String ROOT = "/openapi/v3";

  private final Supplier<Catalogue> catalogue;
  private final String version;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Made made;

  private record Made(Catalogue catalogue, Document index, SortedMap<String, Document> documents) {}

  /// @param version of the server
  public OpenApi(Supplier<Catalogue> catalogue, String version) {
    this.catalogue = catalogue;
    this.version = version;
  }

  public void addTo(Documents documents) {
    documents.at(ROOT, call -> made().index().answer(call));
    documents.below(ROOT, this::answer);
  }

  private Answer answer(Call call) {
    var name = call.info().path().substring(ROOT.length() + 1);
    var document = made().documents().get(name);
    if (document == null) {
      throw ApiErrors.notFoundPath();
    }
    var hash = call.input().parameter("hash");
    if (!hash.isEmpty() && !hash.equals(document.hash())) {
      var location = ROOT + "/" + name + "?hash=" + document.hash();
      return new Answer.OfDocument(301, List.of(new Header("Location", location)), new byte[0]);
    }
    var forever =
        hash.isEmpty()
            ? List.of(new Header("Vary", "Accept"))
            : List.of(
                new Header("Vary", "Accept"), new Header("Cache-Control", "public, immutable"));
    return document.answer(call, forever);
  }

  @SuppressWarnings("ReferenceEquality") // A catalogue is known by its identity.
  private Made made() {
    var now = catalogue.get();
    var ready = made;
    if (ready != null && ready.catalogue() == now) {
      return ready;
    }
    making.lock();
    try {
      var again = made;
      if (again == null || again.catalogue() != now) {
        again = make(now);
        made = again;
      }
      return again;
    } finally {
      making.unlock();
    }
  }

  private Made make(Catalogue now) {
    var documents = new TreeMap<String, Document>();
    var paths = new TreeMap<String, Object>();
    for (var groupVersion : now.groupVersions()) {
      var name = (groupVersion.group().isEmpty() ? "api/" : "apis/") + groupVersion;
      var document = Document.json(document(now, groupVersion));
      documents.put(name, document);
      paths.put(name, Map.of("serverRelativeURL", ROOT + "/" + name + "?hash=" + document.hash()));
    }
    return new Made(now, Document.json(Map.of("paths", paths)), documents);
  }

  private Map<String, Object> document(Catalogue now, GroupVersion groupVersion) {
    var schemas = new SchemaWriter();
    var paths = new PathWriter(schemas);
    for (var kind : now.in(groupVersion)) {
      paths.write(kind);
      schemas.annotate(
          kind.schema(), "x-kubernetes-group-version-kind", List.of(PathWriter.gvk(kind.gvk())));
      if (kind.verbs().contains("list")) {
        schemas.annotate(
            kind.listSchema(),
            "x-kubernetes-group-version-kind",
            List.of(PathWriter.gvk(groupVersion.kind(kind.listKind()))));
      }
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("openapi", "3.0.0");
    var info = new LinkedHashMap<String, Object>();
    info.put("title", "Kubernetes");
    info.put("version", version);
    out.put("info", info);
    out.put("paths", paths.paths());
    out.put("components", Map.of("schemas", schemas.components()));
    return out;
  }
}
