package dev.podo.client.kubeconfig;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The content of a kubeconfig file, kept as a tree, so that what other tools wrote into it
/// survives. Immutable.
public final class Kubeconfig {
  private static final List<String> SECTIONS = List.of("clusters", "contexts", "users");

  private final Map<String, @Nullable Object> tree;
  private final Path directory;

  /// @param directory what paths in the file are relative to
  private Kubeconfig(Map<String, @Nullable Object> tree, Path directory) {
    this.tree = tree;
    this.directory = directory;
  }

  /// One context, cluster and user, all of one name.
  public static Kubeconfig of(String name, Access access) {
    var cluster = new TreeMap<String, @Nullable Object>();
    cluster.put("server", access.server());
    putData(cluster, "certificate-authority-data", access.caPem());
    var user = new TreeMap<String, @Nullable Object>();
    putData(user, "client-certificate-data", access.certificatePem());
    putData(user, "client-key-data", access.keyPem());
    if (access.token() != null) {
      user.put("token", access.token());
    }
    var tree = new TreeMap<String, @Nullable Object>();
    tree.put("apiVersion", "v1");
    tree.put("kind", "Config");
    tree.put("current-context", name);
    tree.put("clusters", List.of(Map.of("name", name, "cluster", cluster)));
    tree.put("users", List.of(Map.of("name", name, "user", user)));
    tree.put(
        "contexts",
        List.of(Map.of("name", name, "context", Map.of("cluster", name, "user", name))));
    return new Kubeconfig(tree, Path.of(""));
  }

  private static void putData(
      Map<String, @Nullable Object> into, String key, @Nullable String pem) {
    if (pem != null) {
      into.put(key, Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /// @throws KubeconfigException when the file is there but cannot be understood
  public static Kubeconfig read(Path file) throws KubeconfigException {
    try {
      var parsed = Yaml.parse(Files.readAllBytes(file));
      if (!(parsed instanceof Map)) {
        throw new KubeconfigException(file + " is no kubeconfig: it holds no mapping");
      }
      return new Kubeconfig(Trees.asMap(parsed), file.resolveSibling("").toAbsolutePath());
    } catch (IOException e) {
      throw new KubeconfigException(
          "the kubeconfig " + file + " cannot be read: " + e.getMessage());
    } catch (DecodeException e) {
      throw new KubeconfigException(
          "the kubeconfig " + file + " is not valid YAML: " + e.getMessage());
    }
  }

  /// How the current context reaches its cluster.
  ///
  /// @throws KubeconfigException when a part is missing
  public Access access() throws KubeconfigException {
    var name = Trees.text(tree, "current-context");
    var context = named("contexts", name, "context");
    var cluster = named("clusters", Trees.text(context, "cluster"), "cluster");
    var user = named("users", Trees.text(context, "user"), "user");
    return new Access(
        Trees.text(cluster, "server"),
        data(cluster, "certificate-authority"),
        data(user, "client-certificate"),
        data(user, "client-key"),
        token(user));
  }

  private @Nullable String token(Map<String, @Nullable Object> user) throws KubeconfigException {
    if (user.get("tokenFile") != null) {
      return content(Trees.text(user, "tokenFile")).strip();
    }
    return user.get("token") == null ? null : Trees.text(user, "token");
  }

  private Map<String, @Nullable Object> named(String section, String name, String part)
      throws KubeconfigException {
    for (var entry : entries(section)) {
      if (Trees.text(entry, "name").equals(name)) {
        return Trees.asMap(Trees.get(entry, part));
      }
    }
    throw new KubeconfigException("the kubeconfig has no entry \"" + name + "\" in " + section);
  }

  /// Either inline, or in a file that is named.
  private @Nullable String data(Map<String, @Nullable Object> from, String key)
      throws KubeconfigException {
    if (from.get(key + "-data") != null) {
      return new String(
          Base64.getMimeDecoder().decode(Trees.text(from, key + "-data")), StandardCharsets.UTF_8);
    }
    if (from.get(key) == null) {
      return null;
    }
    return content(Trees.text(from, key));
  }

  private String content(String name) throws KubeconfigException {
    var file = directory.resolve(name);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new KubeconfigException(
          "the file " + file + ", which the kubeconfig names, cannot be read");
    }
  }

  /// This one with the entries of another: those of the same name are replaced, the rest stay. The
  /// current context becomes the other's.
  public Kubeconfig merge(Kubeconfig other) {
    var merged = new TreeMap<>(tree);
    for (var section : SECTIONS) {
      var entries = new ArrayList<@Nullable Object>(without(section, other.names(section)));
      entries.addAll(other.entries(section));
      merged.put(section, entries);
    }
    merged.put("apiVersion", "v1");
    merged.put("kind", "Config");
    merged.put("current-context", other.tree.get("current-context"));
    return new Kubeconfig(merged, directory);
  }

  /// This one without the entries of a name; a current context of that name is cleared.
  public Kubeconfig without(String name) {
    var less = new TreeMap<>(tree);
    for (var section : SECTIONS) {
      less.put(section, without(section, List.of(name)));
    }
    if (Trees.text(tree, "current-context").equals(name)) {
      less.put("current-context", "");
    }
    return new Kubeconfig(less, directory);
  }

  /// Whether a cluster of this name is the one at this address.
  public boolean leadsTo(String name, String server) {
    for (var entry : entries("clusters")) {
      if (Trees.text(entry, "name").equals(name)) {
        return Trees.text(entry, "cluster", "server").equals(server);
      }
    }
    return false;
  }

  /// Whether nothing is in it that anyone could use.
  public boolean isEmpty() {
    return tree.entrySet().stream()
        .allMatch(entry ->
            List.of("apiVersion", "kind").contains(entry.getKey())
                || holdsNothing(entry.getValue()));
  }

  private static boolean holdsNothing(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String text -> text.isEmpty();
      case List<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      default -> false;
    };
  }

  private List<@Nullable Object> entries(String section) {
    return tree.get(section) == null ? List.of() : Trees.asList(tree.get(section));
  }

  private List<String> names(String section) {
    return entries(section).stream().map(e -> Trees.text(e, "name")).toList();
  }

  private List<@Nullable Object> without(String section, List<String> names) {
    var kept = new ArrayList<@Nullable Object>(entries(section));
    kept.removeIf(entry -> names.contains(Trees.text(entry, "name")));
    return kept;
  }

  /// Replaces a file in one step; only its owner may read it, since it holds keys.
  public void write(Path file) throws IOException {
    var directory = file.toAbsolutePath().getParent();
    if (directory != null && !Files.exists(directory)) {
      Files.createDirectories(directory);
    }
    var target = Files.exists(file) ? file.toRealPath() : file;
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var temporary = target.resolveSibling(target.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, ownerOnly);
    Files.write(temporary, Yaml.print(tree));
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
