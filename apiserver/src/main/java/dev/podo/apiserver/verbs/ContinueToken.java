package dev.podo.apiserver.verbs;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiErrors;
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

  static ContinueToken after(long revision, Key key) {
    return new ContinueToken(revision, key.namespace(), key.name());
  }

  /// The same place in a list that is no longer consistent with the pages before.
  ContinueToken inconsistent() {
    return new ContinueToken(LATEST, namespace, name);
  }

  String encode() {
    var tree = new TreeMap<String, @Nullable Object>();
    tree.put("v", "meta.k8s.io/v1");
    tree.put("rv", revision);
    tree.put("start", namespace + "/" + name);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.print(tree));
  }

  static ContinueToken decode(String token) {
    try {
      var bytes = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.US_ASCII));
      if (Json.parse(bytes) instanceof Map<?, ?> tree
          && tree.get("rv") instanceof Long revision
          && tree.get("start") instanceof String start
          && start.indexOf('/') >= 0
          && start.indexOf('/') < start.length() - 1
          && start.indexOf('\0') < 0
          && (revision > 0 || revision == LATEST)) {
        var slash = start.indexOf('/');
        return new ContinueToken(revision, start.substring(0, slash), start.substring(slash + 1));
      }
    } catch (IllegalArgumentException | DecodeException e) {
      // Said below.
    }
    throw ApiErrors.badRequest("continue key is not valid: not a token of this server");
  }
}
