package dev.podo.node.images;

import dev.podo.machinery.codec.Json;
import dev.podo.model.Bytes;
import dev.podo.model.core.v1.LocalObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Secret;
import dev.podo.node.runtime.ImageRuntime.RegistryAuth;
import dev.podo.node.source.References;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The credentials that a pod's imagePullSecrets hold for an image's registry.
public final class PullSecrets {
  private static final System.Logger LOG = System.getLogger(PullSecrets.class.getName());

  private PullSecrets() {}

  /// The most specific ones first.
  public static List<RegistryAuth> of(Pod pod, References references, String image) {
    var out = new ArrayList<RegistryAuth>();
    for (var each : pod.spec().imagePullSecrets()) {
      var secret = references.secret(pod.metadata().namespace(), each.name());
      if (secret != null) {
        addMatching(out, secret, image);
      }
    }
    out.sort(Comparator.comparing(RegistryAuth::server).reversed());
    return out;
  }

  /// The names of those that are not there.
  public static List<String> missing(Pod pod, References references) {
    return pod.spec().imagePullSecrets().stream()
        .map(LocalObjectReference::name)
        .filter(name -> references.secret(pod.metadata().namespace(), name) == null)
        .toList();
  }

  private static void addMatching(List<RegistryAuth> out, Secret secret, String image) {
    try {
      for (var entry : entries(secret).entrySet()) {
        var server = entry.getKey().replaceFirst("^https?://", "").replaceFirst("/v[12](/|$)", "/");
        if (matches(server, image) && entry.getValue() instanceof Map<?, ?> auth) {
          out.add(auth(server, auth));
        }
      }
    } catch (RuntimeException malformed) {
      LOG.log(
          System.Logger.Level.WARNING,
          "secret {0}/{1} holds no usable registry credentials",
          secret.metadata().namespace(),
          secret.metadata().name());
    }
  }

  private static Map<String, Object> entries(Secret secret) {
    var config = secret.data().get(".dockerconfigjson");
    if (config != null) {
      var tree = tree(config);
      return objects(tree.get("auths"));
    }
    var old = secret.data().get(".dockercfg");
    return old == null ? Map.of() : tree(old);
  }

  private static Map<String, Object> tree(Bytes json) {
    return objects(Json.parse(json.toArray()));
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static Map<String, Object> objects(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /// Host and port must be the image's, where each part of the host may be a pattern; of the path
  /// it is enough that the image's begins with it.
  static boolean matches(String server, String image) {
    var wanted = Place.of(server);
    var place = placeOf(image);
    return wanted.port().equals(place.port())
        && matchesHost(wanted.host(), place.host())
        && isBelow(wanted.path(), place.path());
  }

  private static boolean isBelow(String path, String repository) {
    if (!repository.startsWith(path)) {
      return false;
    }
    var rest = repository.substring(path.length());
    return path.isEmpty()
        || path.endsWith("/")
        || rest.isEmpty()
        || "/:@".indexOf(rest.charAt(0)) >= 0;
  }

  /// A name without a registry is Docker Hub's.
  private static Place placeOf(String image) {
    var slash = image.indexOf('/');
    var first = slash < 0 ? "" : image.substring(0, slash);
    var named = first.contains(".") || first.contains(":") || first.equals("localhost");
    var place = Place.of(named ? image : "index.docker.io/" + image);
    return place.host().equals("docker.io")
        ? new Place("index.docker.io", place.port(), place.path())
        : place;
  }

  private record Place(String host, String port, String path) {
    static Place of(String text) {
      var slash = text.indexOf('/');
      var authority = slash < 0 ? text : text.substring(0, slash);
      var colon = authority.indexOf(':');
      return new Place(
          colon < 0 ? authority : authority.substring(0, colon),
          colon < 0 ? "" : authority.substring(colon + 1),
          slash < 0 ? "" : text.substring(slash + 1));
    }
  }

  private static boolean matchesHost(String pattern, String host) {
    var own = pattern.equals("docker.io") ? "index.docker.io" : pattern;
    var patterns = own.split("\\.", -1);
    var parts = host.split("\\.", -1);
    if (patterns.length != parts.length) {
      return false;
    }
    for (var i = 0; i < parts.length; i++) {
      var regex = "\\Q" + patterns[i].replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E";
      if (!parts[i].matches(regex)) {
        return false;
      }
    }
    return true;
  }

  private static RegistryAuth auth(String server, Map<?, ?> auth) {
    var username = text(auth.get("username"));
    var password = text(auth.get("password"));
    var both = text(auth.get("auth"));
    if (!both.isEmpty()) {
      var pair = new String(Base64.getDecoder().decode(both), StandardCharsets.UTF_8).split(":", 2);
      username = pair[0];
      password = pair.length > 1 ? pair[1] : "";
    }
    return new RegistryAuth(
        server,
        username,
        password,
        text(auth.get("identitytoken")),
        text(auth.get("registrytoken")));
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }
}
