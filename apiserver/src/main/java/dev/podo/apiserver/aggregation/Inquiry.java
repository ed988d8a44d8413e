package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.openapi.OpenApiSource;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.model.apidiscovery.v2.APIResourceDiscovery;
import dev.podo.model.apiregistration.v1.APIService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks a server behind this one what it serves: by the answer it is judged whether it is there.
final class Inquiry {
  private static final int ATTEMPTS = 5;
  private static final int NOT_MODIFIED = 304;

  private final Fetch fetch;

  Inquiry(Fetch fetch) {
    this.fetch = fetch;
  }

  /// What it serves of the version that its APIService names.
  ///
  /// @throws IOException when it does not say, with upstream's message
  List<APIResourceDiscovery> resources(APIService service)
      throws IOException, InterruptedException {
    var path = path(ApiServices.groupVersion(service));
    var url = "https://" + Extensions.host(service) + ":" + Extensions.port(service) + path;
    IOException last = null;
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        var reply = fetch.get(service, path, "");
        if (reply.isGood()) {
          return ResourceLists.read(reply.body());
        }
        last = new IOException("bad status from " + url + ": " + reply.code());
      } catch (IOException e) {
        last = e;
        if (isLate(e)) {
          break; // Who was waited for once is not waited for again and again.
        }
      } catch (DecodeException | IllegalArgumentException e) {
        last = new IOException(e.getMessage(), e);
      }
    }
    throw new IOException(
        "failing or missing response from " + url + ": " + (last == null ? "" : last.getMessage()),
        last);
  }

  private static boolean isLate(IOException e) {
    var message = String.valueOf(e.getMessage());
    return message.contains("deadline exceeded") || message.contains("timeout");
  }

  private static String path(GroupVersion version) {
    return (version.group().isEmpty() ? "/api/" : "/apis/") + version;
  }

  /// Its documents of OpenAPI. What cannot be had is left as it was: nothing depends on it but what
  /// is shown to users.
  Told documents(APIService service, Told told) throws InterruptedException {
    var v3 = told.v3();
    var v2 = told.v2();
    try {
      var place = placeOfV3(service, told.documentName());
      v3 = place.isEmpty() ? null : document(service, place, "openapi", v3);
      v2 = document(service, "/openapi/v2", "swagger", v2);
    } catch (IOException | DecodeException e) {
      // As it was.
    }
    return told.withDocuments(v3, v2);
  }

  private String placeOfV3(APIService service, String name)
      throws IOException, InterruptedException {
    var index = fetch.get(service, "/openapi/v3", "");
    if (index.isGood()
        && Json.parse(index.body()) instanceof Map<?, ?> document
        && document.get("paths") instanceof Map<?, ?> paths
        && paths.get(name) instanceof Map<?, ?> entry
        && entry.get("serverRelativeURL") instanceof String url
        && url.startsWith("/")) {
      return url;
    }
    return "";
  }

  /// @param mark the field by which a document of the wanted form is known
  private OpenApiSource.@Nullable Description document(
      APIService service, String target, String mark, OpenApiSource.@Nullable Description known)
      throws IOException, InterruptedException {
    var kept = known instanceof KeptDocument document ? document : null;
    var reply = fetch.get(service, target, kept == null ? "" : kept.etag());
    if (reply.code() == NOT_MODIFIED) {
      return kept;
    }
    if (!reply.isGood()) {
      return null;
    }
    var hash = KeptDocument.hash(reply.body());
    if (kept != null && kept.hash().equals(hash)) {
      return kept;
    }
    // Whatever else it says would stand in the way of what others say.
    return isDocument(reply.body(), mark)
        ? KeptDocument.of(reply.etag(), hash, reply.body())
        : null;
  }

  private static boolean isDocument(byte[] body, String mark) {
    try {
      return Json.parse(body) instanceof Map<?, ?> tree && tree.get(mark) instanceof String;
    } catch (DecodeException e) {
      return false;
    }
  }
}
