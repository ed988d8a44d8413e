package dev.podo.node.volumes;

import dev.podo.machinery.errors.ApiException;
import dev.podo.model.Bytes;
import dev.podo.model.core.v1.EmptyDirVolumeSource;
import dev.podo.model.core.v1.HostPathVolumeSource;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.ServiceAccountTokenProjection;
import dev.podo.model.core.v1.Volume;
import dev.podo.node.container.ConfigError;
import dev.podo.node.container.PodFacts;
import dev.podo.node.host.FileContent;
import dev.podo.node.host.Host;
import dev.podo.node.host.Host.FileKind;
import dev.podo.node.source.References;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Sets up the volumes of pods, fills them, and brings them up to date.
public final class Volumes {
  private static final int DIRECTORY_MODE = 0755;
  private static final int EMPTY_DIR_MODE = 0777;
  private static final int GROUP_READS = 0440;

  private final Host host;
  private final PodDirectories directories;
  private final References references;
  private final Tokens tokens;

  public Volumes(Host host, PodDirectories directories, References references, Tokens tokens) {
    this.host = host;
    this.directories = directories;
    this.references = references;
    this.tokens = tokens;
  }

  /// Makes all volumes of a pod as they should be now. Called again it makes only what is missing
  /// or has changed.
  ///
  /// @return when to look again although nothing changed: a token has to be renewed; null for never
  /// @throws MountFailure when a volume cannot be made for now
  public @Nullable Instant refresh(PodFacts facts) {
    Instant next = null;
    for (var volume : facts.pod().spec().volumes()) {
      var renewAt = refresh(facts, volume);
      if (renewAt != null && (next == null || renewAt.isBefore(next))) {
        next = renewAt;
      }
    }
    return next;
  }

  private @Nullable Instant refresh(PodFacts facts, Volume volume) {
    try {
      var empty = volume.emptyDir();
      var hostPath = volume.hostPath();
      if (empty != null) {
        makeEmptyDir(facts.pod(), volume.name(), empty);
        return null;
      }
      if (hostPath != null) {
        requireHostPath(hostPath);
        return null;
      }
      return publish(facts, volume);
    } catch (ConfigError | ApiException | IOException e) {
      var message = e.getMessage();
      throw new MountFailure(volume.name(), message == null ? e.toString() : message);
    }
  }

  private void makeEmptyDir(Pod pod, String name, EmptyDirVolumeSource source) throws IOException {
    var directory = directories.emptyDir(pod.metadata().uid(), name);
    var isNew = host.kind(directory) == FileKind.MISSING;
    host.makeDirectory(directory, EMPTY_DIR_MODE);
    if (source.medium().equals("Memory")) {
      var limit = source.sizeLimit();
      host.mountTmpfs(directory, limit == null ? 0 : limit.value());
    }
    var group = Payload.fsGroup(pod);
    if (group != null && isNew) {
      host.giveToGroup(directory, group);
    }
  }

  private void requireHostPath(HostPathVolumeSource source) throws IOException {
    var path = Path.of(source.path());
    var type = source.type() == null ? "" : source.type();
    var found = host.kind(path);
    switch (type) {
      case "DirectoryOrCreate" -> {
        if (found == FileKind.MISSING) {
          host.makeDirectory(path, DIRECTORY_MODE);
        } else {
          require(found == FileKind.DIRECTORY, type, source);
        }
      }
      case "FileOrCreate" -> {
        if (found == FileKind.MISSING) {
          host.writeFile(path, new FileContent(Bytes.EMPTY, 0644, null));
        } else {
          require(found == FileKind.FILE, type, source);
        }
      }
      case "Directory" -> require(found == FileKind.DIRECTORY, type, source);
      case "File" -> require(found == FileKind.FILE, type, source);
      case "Socket" -> require(found == FileKind.SOCKET, type, source);
      case "CharDevice" -> require(found == FileKind.CHAR_DEVICE, type, source);
      case "BlockDevice" -> require(found == FileKind.BLOCK_DEVICE, type, source);
      default -> {
        if (found == FileKind.MISSING) {
          host.makeDirectory(path, DIRECTORY_MODE); // as the runtime would for a bind mount
        }
      }
    }
  }

  private static void require(boolean holds, String type, HostPathVolumeSource source) {
    if (!holds) {
      var what =
          switch (type) {
            case "Directory", "DirectoryOrCreate" -> "a directory";
            case "File", "FileOrCreate" -> "a file";
            case "Socket" -> "a socket file";
            case "CharDevice" -> "a character device";
            default -> "a block device";
          };
      throw new ConfigError("hostPath type check failed: " + source.path() + " is not " + what);
    }
  }

  private @Nullable Instant publish(PodFacts facts, Volume volume) throws IOException {
    var payload = payload(facts, volume);
    var directory = directories.volume(facts.pod().metadata().uid(), plugin(volume), volume.name());
    host.makeDirectory(directory, DIRECTORY_MODE);
    if (holdsSecrets(volume)) {
      host.mountTmpfs(directory, 0);
    }
    var group = Payload.fsGroup(facts.pod());
    if (group == null) {
      host.publish(directory, payload.files(), -1);
    } else {
      host.publish(directory, readableByGroup(payload.files()), group);
    }
    return payload.renewAt();
  }

  /// That is what an fsGroup is for, whatever mode was asked for.
  private static SortedMap<String, FileContent> readableByGroup(
      SortedMap<String, FileContent> files) {
    var out = new TreeMap<String, FileContent>();
    files.forEach((path, file) ->
        out.put(path, new FileContent(file.bytes(), file.mode() | GROUP_READS, file.owner())));
    return out;
  }

  private Payload payload(PodFacts facts, Volume volume) {
    var map = volume.configMap();
    if (map != null) {
      return empty(facts, map.defaultMode()).addConfigMap(map.name(), map.items(), map.optional());
    }
    var secret = volume.secret();
    if (secret != null) {
      return empty(facts, secret.defaultMode())
          .addSecret(secret.secretName(), secret.items(), secret.optional());
    }
    var downward = volume.downwardAPI();
    if (downward != null) {
      return empty(facts, downward.defaultMode()).addDownward(downward.items());
    }
    var projected = volume.projected();
    if (projected != null) {
      return empty(facts, projected.defaultMode()).addProjected(projected);
    }
    throw new ConfigError("volume " + volume.name() + " is of a type that is not implemented");
  }

  private Payload empty(PodFacts facts, @Nullable Integer mode) {
    return new Payload(facts, references, each -> token(facts, each), mode);
  }

  private Tokens.Token token(PodFacts facts, ServiceAccountTokenProjection projection) {
    return host.storesFiles()
        ? tokens.of(facts.pod(), projection)
        : new Tokens.Token("", Instant.MAX);
  }

  private static boolean holdsSecrets(Volume volume) {
    return volume.secret() != null || volume.projected() != null;
  }

  /// Where a volume is on the node; null when the pod has none of that name.
  public @Nullable Path source(Pod pod, String name) {
    for (var volume : pod.spec().volumes()) {
      if (volume.name().equals(name)) {
        var hostPath = volume.hostPath();
        return hostPath != null
            ? Path.of(hostPath.path())
            : directories.volume(pod.metadata().uid(), plugin(volume), name);
      }
    }
    return null;
  }

  private static String plugin(Volume volume) {
    if (volume.emptyDir() != null) {
      return "empty-dir";
    }
    if (volume.configMap() != null) {
      return "configmap";
    }
    if (volume.secret() != null) {
      return "secret";
    }
    return volume.downwardAPI() != null ? "downward-api" : "projected";
  }

  /// Removes all that the pod has on the node but its logs. Safe when there is nothing.
  public void tearDown(String podUid) throws IOException {
    tokens.forget(podUid);
    host.deleteTree(directories.pod(podUid));
  }
}
