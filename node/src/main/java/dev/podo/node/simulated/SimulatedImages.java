package dev.podo.node.simulated;

import dev.podo.foundation.Clock;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.ImageRuntime;
import dev.podo.node.runtime.RuntimeFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Images that exist by being named.
final class SimulatedImages implements ImageRuntime {
  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final long SIZE = 10_000_000;
  private static final long CAPACITY = 100_000_000_000L;

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Map<String, Image> present;

  SimulatedImages(Clock clock) {
    this.clock = clock;
  }

  @Override
  public @Nullable Image find(String reference) {
    lock.lock();
    try {
      if (present == null) {
        return null;
      }
      var byName = present.get(reference);
      return byName != null
          ? byName
          : present.values().stream()
              .filter(each -> each.id().equals(reference))
              .findFirst()
              .orElse(null);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Image pull(String reference, @Nullable RegistryAuth auth) throws InterruptedException {
    if (reference.isEmpty() || reference.contains(" ")) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.INVALID, "couldn't parse image reference \"" + reference + "\"");
    }
    if (reference.contains("/missing")) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.NOT_FOUND,
          "failed to resolve reference \"" + reference + "\": " + reference + ": not found");
    }
    if (reference.contains("/slow")) {
      clock.sleep(SLOW);
    }
    return add(reference);
  }

  private Image add(String reference) {
    var hash = new CRC32();
    hash.update(reference.getBytes(StandardCharsets.UTF_8));
    var id = "sha256:" + HexFormat.of().toHexDigits(hash.getValue()).repeat(4);
    var image = new Image(id, List.of(reference), List.of(), SIZE, null, "", false);
    lock.lock();
    try {
      if (present == null) {
        present = new TreeMap<>();
      }
      present.put(reference, image);
      return image;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Image> list() {
    lock.lock();
    try {
      return present == null ? List.of() : List.copyOf(present.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(String imageId) {
    lock.lock();
    try {
      if (present != null) {
        present.values().removeIf(each -> each.id().equals(imageId));
      }
    } finally {
      lock.unlock();
    }
  }

  /// The archive is not read: an image named like the file is there from now on.
  @Override
  public List<Image> load(Path archive) {
    var name = archive.getFileName();
    return List.of(add(name == null ? "image" : name.toString().replaceFirst("\\.tar$", "")));
  }

  @Override
  public DiskUsage diskUsage() {
    return new DiskUsage(list().size() * SIZE, CAPACITY);
  }
}
