package dev.podo.node.pod;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.ImageRuntime;
import dev.podo.node.runtime.ImageRuntime.RegistryAuth;
import dev.podo.node.runtime.RuntimeFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Pulls images, each reference once at a time, whoever asks.
final class ImagePuller {
  private final ImageRuntime images;
  private final Clock clock;
  private final Map<String, Promise<Image>> underWay = new ConcurrentHashMap<>();

  ImagePuller(ImageRuntime images, Clock clock) {
    this.images = images;
    this.clock = clock;
  }

  @Nullable Image find(String reference) throws InterruptedException {
    return images.find(reference);
  }

  /// @param credentials tried in turn; none means without
  /// @throws RuntimeFailure of the last try
  Image pull(String reference, List<RegistryAuth> credentials) throws InterruptedException {
    var mine = new Promise<Image>(clock);
    // Pods with different credentials do not share: one must not profit from the other's.
    var key = reference + " " + credentials.hashCode();
    var running = underWay.putIfAbsent(key, mine);
    if (running != null) {
      return await(running);
    }
    try {
      var image = pullWithAny(reference, credentials);
      mine.complete(image);
      return image;
    } catch (RuntimeFailure | InterruptedException e) {
      mine.fail(e);
      throw e;
    } finally {
      underWay.remove(key);
    }
  }

  private static Image await(Promise<Image> running) throws InterruptedException {
    try {
      return running.await(Deadline.never());
    } catch (TimeoutException never) {
      throw new IllegalStateException(never);
    } catch (Promise.Failure e) {
      var cause = e.getCause();
      throw cause instanceof RuntimeFailure failure
          ? failure
          : new RuntimeFailure(RuntimeFailure.Kind.OTHER, "the pull was given up", cause);
    }
  }

  private Image pullWithAny(String reference, List<RegistryAuth> credentials)
      throws InterruptedException {
    if (credentials.isEmpty()) {
      return images.pull(reference, null);
    }
    RuntimeFailure last = null;
    for (var each : credentials) {
      try {
        return images.pull(reference, each);
      } catch (RuntimeFailure e) {
        last = e;
      }
    }
    throw last == null ? RuntimeFailure.notFound(reference) : last;
  }
}
