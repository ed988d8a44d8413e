package dev.podo.node.pod;

import dev.podo.client.WriteOptions;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.Preconditions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps a pod's status in the API at what is known here, and deletes the object at the end.
final class StatusWriter {
  private static final int TRIES = 5;
  private static final WriteOptions AS_KUBELET = WriteOptions.as("kubelet");

  private final PodServices services;

  StatusWriter(PodServices services) {
    this.services = services;
  }

  enum Outcome {
    WRITTEN,
    /// There is no such pod any more.
    GONE
  }

  /// Writes the status if it differs from the one in the API.
  ///
  /// @param take gets each newer version of the pod that is seen on the way
  Outcome write(Pod pod, Observed observed, Consumer<Pod> take) throws InterruptedException {
    if (observed.isGone()) {
      return Outcome.WRITTEN;
    }
    var now = services.clock().now();
    var current = pod;
    for (var i = 0; i < TRIES; i++) {
      var status = PodStatuses.of(current, observed, services.node(), now);
      if (status.equals(current.status())) {
        return Outcome.WRITTEN;
      }
      try {
        take.accept(services.api().updateStatus(Pods.KIND, current.withStatus(status), AS_KUBELET));
        return Outcome.WRITTEN;
      } catch (ApiException e) {
        if (e.isNotFound()) {
          return Outcome.GONE;
        }
        if (!e.isConflict()) {
          throw e;
        }
        var fresh = fresh(pod);
        if (fresh == null) {
          return Outcome.GONE;
        }
        current = fresh;
        take.accept(fresh);
      }
    }
    return Outcome.WRITTEN; // others write it all the time; their next change wakes us again
  }

  private @Nullable Pod fresh(Pod pod) {
    var meta = pod.metadata();
    try {
      var found = services.api().get(Pods.KIND, meta.namespace(), meta.name());
      return found.metadata().uid().equals(meta.uid()) ? found : null;
    } catch (ApiException e) {
      if (e.isNotFound()) {
        return null;
      }
      throw e;
    }
  }

  /// Removes the object: all that it stood for has ended.
  void delete(Pod pod) {
    var meta = pod.metadata();
    var only = Preconditions.builder().uid(meta.uid()).build();
    var options = DeleteOptions.builder().gracePeriodSeconds(0L).preconditions(only).build();
    try {
      services.api().delete(Pods.KIND, meta.namespace(), meta.name(), options);
    } catch (ApiException e) {
      if (!e.isNotFound() && !e.isConflict()) {
        throw e;
      }
    }
  }
}
