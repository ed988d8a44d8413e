package dev.podo.node.images;

import dev.podo.client.events.EventRecorder;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.ImageRuntime.DiskUsage;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.work.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
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
  private final EventRecorder events;
  private final ObjectReference node;
  private final Loop loop;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Instant> lastUsed = new HashMap<>();

  /// @param node whom Events are about
  public ImageCleaner(Runtime runtime, EventRecorder events, ObjectReference node, Scope scope) {
    this.runtime = runtime;
    this.events = events;
    this.node = node;
    this.clock = scope.environment().clock();
    this.loop = new Loop(scope, "image clean-up", this::clean);
  }

  public void start() {
    loop.wake();
  }

  /// Removes whatever nothing uses, however new: the disk is so full that pods would have to go.
  public void removeUnused() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var used = noteUse();
      remove(
          runtime.images().list().stream()
              .filter(each -> !used.contains(each.id()) && !each.pinned())
              .toList());
    } finally {
      lock.unlock();
    }
  }

  /// Looks once.
  Deadline clean() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var used = noteUse();
      var wanted = excess(runtime.images().diskUsage());
      if (wanted > 0) {
        free(wanted, used);
      }
    } catch (RuntimeFailure e) {
      LOG.log(System.Logger.Level.DEBUG, "image clean-up failed: {0}", e.text());
    } finally {
      lock.unlock();
    }
    return Deadline.after(clock, PERIOD);
  }

  /// How many bytes should be freed.
  static long excess(DiskUsage usage) {
    return usage.percent() < HIGH_PERCENT
        ? 0
        : usage.usedBytes() - usage.capacityBytes() / 100 * LOW_PERCENT;
  }

  /// @return ids of the images in use
  private Set<String> noteUse() throws InterruptedException {
    var now = clock.now();
    var used =
        runtime.containers().list().stream()
            .map(Container::imageId)
            .collect(Collectors.toCollection(TreeSet::new));
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
    var chosen = choose(runtime.images().list(), used, lastUsed, clock.now(), bytes);
    var freed = remove(chosen);
    if (freed < bytes) {
      events.event(
          node,
          EventRecorder.WARNING,
          "FreeDiskSpaceFailed",
          ("Failed to garbage collect required amount of images. Attempted to free %d bytes, but"
                  + " only found %d bytes eligible to free.")
              .formatted(bytes, freed));
    }
  }

  /// Which images go, in this order.
  ///
  /// @param used ids of those that containers are made of, running or not
  /// @param lastUsed when each was last seen in use, or first seen at all
  static List<Image> choose(
      List<Image> present,
      Set<String> used,
      Map<String, Instant> lastUsed,
      Instant now,
      long bytes) {
    Comparator<Image> oldest =
        Comparator.comparing(each -> lastUsed.getOrDefault(each.id(), Instant.EPOCH));
    var unused =
        present.stream()
            .filter(each -> !used.contains(each.id()) && !each.pinned())
            .filter(each ->
                !now.isBefore(lastUsed.getOrDefault(each.id(), Instant.EPOCH).plus(AGE_MIN)))
            .sorted(oldest.thenComparing(Image::id))
            .toList();
    var out = new ArrayList<Image>();
    var sum = 0L;
    for (var image : unused) {
      if (sum >= bytes) {
        break;
      }
      out.add(image);
      sum += image.sizeBytes();
    }
    return out;
  }

  /// One that cannot be removed does not save the others.
  ///
  /// @return how many bytes that gave
  private long remove(List<Image> images) throws InterruptedException {
    var freed = 0L;
    for (var image : images) {
      try {
        runtime.images().remove(image.id());
        freed += image.sizeBytes();
        LOG.log(System.Logger.Level.INFO, "removed the unused image {0}", image.reference());
      } catch (RuntimeFailure e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "removing the image {0} failed: {1}",
            image.reference(),
            e.text());
      }
    }
    return freed;
  }
}
