package dev.podo.apiserver.verbs;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.store.Key;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where the next page of a list begins. Opaque to clients.
///
/// @param revision of the first page; [#LATEST] to go on with whatever is there now
record ContinueToken(long revision, String namespace, String name) {
  static final long LATEST = -1;
  private static final String VERSION = "meta.k8s.io/v1";

  static ContinueToken after(long revision, Key key) {
    return new ContinueToken(revision, key.namespace(), key.name());
  }

  /// The same place in a list that is no longer consistent with the pages before.
  ContinueToken inconsistent() {
    return new ContinueToken(LATEST, namespace, name);
  }

  String encode() {
    var tree = new TreeMap<String, @Nullable Object>();
    tree.put("v", VERSION);
    tree.put("rv", revision);
    tree.put("start", namespace + "/" + name);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.print(tree));
  }

  /// @throws dev.podo.machinery.errors.ApiException `BadRequest`, with upstream's words for what is
  ///   wrong
  static ContinueToken decode(String token) {
    var tree = tree(token);
    var version = tree.get("v") instanceof String text ? text : "";
    if (!version.equals(VERSION)) {
      throw invalid(": server does not recognize this encoded version " + version);
    }
    if (!(tree.get("rv") instanceof Long revision) || (revision <= 0 && revision != LATEST)) {
      throw invalid(": incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
    }
    var start = tree.get("start") instanceof String text ? text : "";
    if (start.isEmpty()) {
      throw invalid(": encoded start key empty (version meta.k8s.io/v1)");
    }
    var slash = start.indexOf('/');
    var name = start.substring(slash + 1);
    if (slash < 0 || name.isEmpty() || name.indexOf('/') >= 0 || start.indexOf('\0') >= 0) {
      throw invalid(": " + start);
    }
    return new ContinueToken(revision, start.substring(0, slash), name);
  }

  private static Map<?, ?> tree(String token) {
    try {
      var bytes = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.ISO_8859_1));
      if (Json.parse(bytes) instanceof Map<?, ?> tree) {
        return tree;
      }
      throw invalid(": it is no object");
    } catch (IllegalArgumentException e) {
      throw invalid(": illegal base64 data");
    } catch (DecodeException e) {
      throw invalid(": " + e.getMessage());
    }
  }

  private static ApiException invalid(String why) {
    return ApiErrors.badRequest("invalid continue token: continue key is not valid" + why);
  }
}
