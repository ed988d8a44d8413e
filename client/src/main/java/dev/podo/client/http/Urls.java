package dev.podo.client.http;

import dev.podo.client.ListOptions;
import dev.podo.client.ResourceVersionMatch;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kind.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Builds the paths and queries of the API.
final class Urls {
  private final StringBuilder url;
  private boolean hasQuery;

  private Urls(String path) {
    this.url = new StringBuilder(path);
  }

  /// @param namespace "" for cluster scope or all namespaces
  /// @param name "" for the collection
  static Urls of(Kind<?> kind, String namespace, String name) {
    var url = new Urls(kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/");
    url.url.append(kind.version());
    if (!namespace.isEmpty() && kind.namespaced()) {
      url.url.append("/namespaces/").append(encoded(namespace));
    }
    url.url.append('/').append(kind.plural());
    if (!name.isEmpty()) {
      url.url.append('/').append(encoded(name));
    }
    return url;
  }

  Urls subresource(String subresource) {
    if (!subresource.isEmpty()) {
      url.append('/').append(subresource);
    }
    return this;
  }

  Urls with(WriteOptions options) {
    return query("fieldManager", options.fieldManager())
        .query("dryRun", options.dryRun() ? "All" : "")
        .query("fieldValidation", options.fieldValidation());
  }

  /// @param value "" leaves it out
  Urls with(String name, String value) {
    return query(name, value);
  }

  Urls with(ListOptions options) {
    return query(
            "labelSelector", options.labels().isEverything() ? "" : options.labels().toString())
        .query("fieldSelector", options.fields().toString())
        .query("limit", options.limit() == 0 ? "" : Long.toString(options.limit()))
        .query("continue", options.continueToken())
        .query("resourceVersion", options.resourceVersion())
        .query("resourceVersionMatch", match(options.resourceVersionMatch()));
  }

  Urls with(WatchOptions options) {
    var timeout = options.timeout();
    return query("watch", "true")
        .query("labelSelector", options.labels().isEverything() ? "" : options.labels().toString())
        .query("fieldSelector", options.fields().toString())
        .query("resourceVersion", options.resourceVersion())
        .query("allowWatchBookmarks", options.allowBookmarks() ? "true" : "")
        .query("sendInitialEvents", options.sendInitialEvents() ? "true" : "")
        .query("resourceVersionMatch", options.sendInitialEvents() ? "NotOlderThan" : "")
        .query("timeoutSeconds", timeout == null ? "" : Long.toString(timeout.toSeconds()));
  }

  private static String match(ResourceVersionMatch match) {
    return switch (match) {
      case UNSET -> "";
      case EXACT -> "Exact";
      case NOT_OLDER_THAN -> "NotOlderThan";
    };
  }

  private Urls query(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      url.append(hasQuery ? '&' : '?').append(name).append('=').append(encoded(value));
      hasQuery = true;
    }
    return this;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
