package dev.podo.apiserver.openapi;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Tells documents apart by what they are made from, so that the index of all of them costs none of
/// them: the version of the server, which decides what the types are like, what is said of the
/// kinds, and what definitions say of their versions.
final class Fingerprint {
  private Fingerprint() {}

  static String of(String version, GroupVersion groupVersion, List<Kind<?>> kinds) {
    var text = new StringBuilder(version).append('\n').append(groupVersion);
    for (var kind : kinds) {
      text.append('\n')
          .append(kind.gvk())
          .append(kind.plural())
          .append(kind.namespaced())
          .append(kind.verbs())
          .append(kind.subresources());
      var stated = kind.published();
      if (stated != null) {
        text.append(of(Json.encode(stated)));
      }
    }
    return of(text.toString());
  }

  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String of(byte[] bytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-512").digest(bytes);
      return HexFormat.of().withUpperCase().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
