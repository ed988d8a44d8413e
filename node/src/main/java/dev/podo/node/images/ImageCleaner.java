package dev.podo.node.images;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.work.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Removes images that nothing uses when the disk gets full: those unused for longest first, until
/// there is room again.
public final class ImageCleaner {
  private static final System.Logger LOG = System.getLogger(ImageCleaner.class.getName());
  private static final Duration PERIOD = Duration.ofMinutes(5);
  private static final Duration AGE_MIN = Duration.ofMinutes(2);
  private static final int HIGH_PERCENT = 85;
  private static final int LOW_PERCENT = 80;

  private final Runtime runtime;
  private final Clock clock;
  private final Loop loop;
  private final Map<String, Instant> lastUsed = new HashMap<>();

  public ImageCleaner(Runtime runtime, Scope scope) {
    this.runtime = runtime;
    this.clock = scope.environment().clock();
    this.loop = new Loop(scope, "image clean-up", this::clean);
  }

  public void start() {
    loop.wake();
  }

  private Deadline clean() throws InterruptedException {
    try {
      var used = noteUse();
      var usage = runtime.images().diskUsage();
      if (usage.percent() >= HIGH_PERCENT) {
        var excess = usage.usedBytes() - usage.capacityBytes() / 100 * LOW_PERCENT;
        free(excess, used);
      }
    } catch (RuntimeFailure e) {
      LOG.log(System.Logger.Level.DEBUG, "image clean-up failed: {0}", e.text());
    }
    return Deadline.after(clock, PERIOD);
  }

  /// @return ids of the images in use
  private Set<String> noteUse() throws InterruptedException {
    var now = clock.now();
    var used =
        runtime.containers().list().stream().map(Container::imageId).collect(Collectors.toSet());
    var present = runtime.images().list();
    for (var image : present) {
      if (used.contains(image.id())) {
        lastUsed.put(image.id(), now);
      } else {
        lastUsed.putIfAbsent(image.id(), now);
      }
    }
    lastUsed.keySet().retainAll(present.stream().map(Image::id).collect(Collectors.toSet()));
    return used;
  }

  private void free(long bytes, Set<String> used) throws InterruptedException {
    var now = clock.now();
    var unused =
        runtime.images().list().stream()
            .filter(each -> !used.contains(each.id()) && !each.pinned())
            .filter(each -> !now.isBefore(lastUse(each).plus(AGE_MIN)))
            .sorted(Comparator.comparing(this::lastUse).thenComparing(Image::id))
            .toList();
    var freed = 0L;
    for (var image : unused) {
      if (freed >= bytes) {
        return;
      }
      runtime.images().remove(image.id());
      freed += image.sizeBytes();
      LOG.log(System.Logger.Level.INFO, "removed the unused image {0}", image.reference());
    }
  }

  private Instant lastUse(Image image) {
    return lastUsed.getOrDefault(image.id(), Instant.EPOCH);
  }
}
