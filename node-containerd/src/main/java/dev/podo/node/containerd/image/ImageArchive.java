package dev.podo.node.containerd.image;

import dev.podo.machinery.codec.Json;
import dev.podo.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// An image of one layer made of files, written as an archive that any runtime imports
/// (docker-archive).
///
/// The same files give the same bytes.
public final class ImageArchive {
  private final String name;
  private final SortedMap<String, Entry> entries = new TreeMap<>();
  private final SortedMap<String, Object> config = new TreeMap<>();

  private sealed interface Entry {
    record Content(int mode, Bytes bytes) implements Entry {}

    record Link(String target) implements Entry {}
  }

  /// @param name full name with tag, as in `localhost/podo/pause:1`
  public ImageArchive(String name) {
    this.name = name;
  }

  /// @param path in the image, absolute
  public ImageArchive file(String path, int mode, byte[] content) {
    entries.put(path.substring(1), new Entry.Content(mode, Bytes.of(content)));
    return this;
  }

  /// Takes a file of the host, executable if it is there.
  public ImageArchive file(String path, Path source) throws IOException {
    return file(path, Files.isExecutable(source) ? 0755 : 0644, Files.readAllBytes(source));
  }

  /// Takes a directory of the host with all in it; links stay links.
  public ImageArchive tree(String path, Path source) throws IOException {
    try (var files = Files.walk(source)) {
      for (var file : (Iterable<Path>) files.sorted()::iterator) {
        var target = path + "/" + source.relativize(file);
        if (Files.isSymbolicLink(file)) {
          link(target, Files.readSymbolicLink(file).toString());
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          file(target, file);
        }
      }
    }
    return this;
  }

  public ImageArchive link(String path, String target) {
    entries.put(path.substring(1), new Entry.Link(target));
    return this;
  }

  public ImageArchive entrypoint(String... command) {
    config.put("Entrypoint", List.of(command));
    return this;
  }

  public ImageArchive cmd(String... arguments) {
    config.put("Cmd", List.of(arguments));
    return this;
  }

  public ImageArchive env(String... variables) {
    config.put("Env", List.of(variables));
    return this;
  }

  /// As in `1000` or `1000:1000`.
  public ImageArchive user(String user) {
    config.put("User", user);
    return this;
  }

  public void write(Path archive) throws IOException {
    try (var out = Files.newOutputStream(archive)) {
      write(out);
    }
  }

  public void write(OutputStream out) throws IOException {
    var layer = layer();
    var image = image(layer);
    var imageName = sha256(image) + ".json";
    var layerName = sha256(layer) + "/layer.tar";
    var manifest =
        new TreeMap<String, Object>(
            Map.of("Config", imageName, "RepoTags", List.of(name), "Layers", List.of(layerName)));
    try (var tar = new TarWriter(out)) {
      tar.file(imageName, 0644, image);
      tar.directory(sha256(layer));
      tar.file(layerName, 0644, layer);
      tar.file("manifest.json", 0644, Json.print(List.of(manifest)));
    }
  }

  private byte[] layer() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarWriter(out)) {
      for (var directory : directories()) {
        tar.directory(directory);
      }
      for (var entry : entries.entrySet()) {
        switch (entry.getValue()) {
          case Entry.Content(var mode, var bytes) ->
              tar.file(entry.getKey(), mode, bytes.toArray());
          case Entry.Link(var target) -> tar.link(entry.getKey(), target);
        }
      }
    }
    return out.toByteArray();
  }

  private SortedSet<String> directories() {
    var directories = new TreeSet<String>();
    for (var path : entries.keySet()) {
      for (var slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        directories.add(path.substring(0, slash));
      }
    }
    return directories;
  }

  private byte[] image(byte[] layer) {
    var image = new TreeMap<String, Object>();
    image.put("architecture", architecture());
    image.put("os", "linux");
    image.put("config", config);
    image.put("created", "1970-01-01T00:00:00Z");
    image.put(
        "rootfs",
        new TreeMap<String, Object>(
            Map.of(
                "type",
                "layers",
                "diff_ids",
                new ArrayList<>(List.of("sha256:" + sha256(layer))))));
    return Json.print(image);
  }

  private static String architecture() {
    return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
