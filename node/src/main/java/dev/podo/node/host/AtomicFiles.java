package dev.podo.node.host;

import dev.podo.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A directory whose files change all at once.
///
/// Readers go through `..data`, a link to a hidden directory that is written completely and then
/// put in place by renaming a new link over the old one. Whoever holds a file open goes on reading
/// the old content; whoever opens anew gets the new one.
final class AtomicFiles {
  private static final String DATA = "..data";
  private static final String NEXT_DATA = "..data_tmp";
  private static final String VERSION_PREFIX = "..v";

  private final Path directory;
  private final long group;

  AtomicFiles(Path directory, long group) {
    this.directory = directory;
    this.group = group;
  }

  boolean publish(SortedMap<String, FileContent> files) throws IOException {
    var old = currentVersion();
    if (old != null && shows(old, files)) {
      return false;
    }
    var next = directory.resolve(VERSION_PREFIX + (number(old) + 1));
    if (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
      Trees.delete(next); // left by an agent that died while writing
    }
    write(next, files);
    swap(next);
    linkFirstElements(files);
    unlinkOthers(files);
    if (old != null) {
      Trees.delete(old);
    }
    return true;
  }

  private @Nullable Path currentVersion() throws IOException {
    var data = directory.resolve(DATA);
    if (!Files.isSymbolicLink(data)) {
      return null;
    }
    var version = directory.resolve(Files.readSymbolicLink(data));
    return Files.isDirectory(version) ? version : null;
  }

  private static long number(@Nullable Path version) {
    return version == null
        ? 0
        : Long.parseLong(version.getFileName().toString().substring(VERSION_PREFIX.length()));
  }

  private static boolean shows(Path version, SortedMap<String, FileContent> files)
      throws IOException {
    for (var file : files.entrySet()) {
      var path = version.resolve(file.getKey());
      if (!Files.isRegularFile(path)
          || LocalHost.modeOf(path) != file.getValue().mode()
          || !Bytes.of(Files.readAllBytes(path)).equals(file.getValue().bytes())) {
        return false;
      }
    }
    try (var there = Files.walk(version)) {
      return there.filter(Files::isRegularFile).count() == files.size();
    }
  }

  private void write(Path version, SortedMap<String, FileContent> files) throws IOException {
    makeReadable(version);
    for (var file : files.entrySet()) {
      var path = version.resolve(file.getKey());
      makeReadable(path.getParent());
      Files.write(path, file.getValue().bytes().toArray());
      LocalHost.setMode(path, file.getValue().mode());
      var owner = file.getValue().owner();
      if (owner != null) {
        LocalHost.setOwner(path, owner);
      }
      if (group >= 0) {
        LocalHost.setGroup(path, group);
      }
    }
  }

  private void makeReadable(@Nullable Path dir) throws IOException {
    if (dir == null || Files.isDirectory(dir)) {
      return;
    }
    makeReadable(dir.getParent());
    Files.createDirectory(dir);
    LocalHost.setMode(dir, 0755);
    if (group >= 0) {
      LocalHost.setGroup(dir, group);
    }
  }

  private void swap(Path version) throws IOException {
    var next = directory.resolve(NEXT_DATA);
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, version.getFileName());
    Files.move(
        next,
        directory.resolve(DATA),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void linkFirstElements(SortedMap<String, FileContent> files) throws IOException {
    for (var name : firstElements(files)) {
      var link = directory.resolve(name);
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of(DATA, name));
      }
    }
  }

  private void unlinkOthers(SortedMap<String, FileContent> files) throws IOException {
    var wanted = firstElements(files);
    try (var there = Files.newDirectoryStream(directory)) {
      for (var path : there) {
        var name = path.getFileName().toString();
        if (Files.isSymbolicLink(path) && !name.startsWith("..") && !wanted.contains(name)) {
          Files.delete(path);
        }
      }
    }
  }

  private static Set<String> firstElements(SortedMap<String, FileContent> files) {
    var out = new TreeSet<String>();
    for (var path : files.keySet()) {
      var slash = path.indexOf('/');
      out.add(slash < 0 ? path : path.substring(0, slash));
    }
    return out;
  }
}
