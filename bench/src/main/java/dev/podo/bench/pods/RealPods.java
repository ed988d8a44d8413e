package dev.podo.bench.pods;

import dev.podo.bench.cluster.PodoProcess;
import dev.podo.bench.cluster.Poll;
import dev.podo.bench.objects.SampleObjects;
import dev.podo.client.Api;
import dev.podo.client.WatchOptions;
import dev.podo.client.WatchStream;
import dev.podo.client.WriteOptions;
import dev.podo.client.http.HttpApi;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.meta.v1.DeleteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// Pods of a cluster that runs as a process of its own, seen by a client over HTTPS.
final class RealPods implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final String NAMESPACE = "default";

  private final Scope scope;
  private final PodoProcess podo;
  private final HttpApi api;

  private RealPods(Scope scope, PodoProcess podo, HttpApi api) {
    this.scope = scope;
    this.podo = podo;
    this.api = api;
  }

  static RealPods start(PodoProcess podo, Path archive) throws IOException, InterruptedException {
    var scope = Scope.root("real", Environment.system());
    try {
      podo.start();
      podo.run("image", "load", archive.toString());
      var api = podo.client(scope);
      if (api == null) {
        throw new IOException("the cluster wrote no kubeconfig");
      }
      Poll.until("the default service account", PATIENCE, PAUSE, () -> hasAccount(api));
      return new RealPods(scope, podo, api);
    } catch (IOException | InterruptedException | RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private static boolean hasAccount(Api api) {
    try {
      api.get(ServiceAccounts.KIND, NAMESPACE, "default");
      return true;
    } catch (ApiException notYet) {
      return false;
    }
  }

  /// Creates pods, one after the other without waiting, and returns when all are seen Running.
  ///
  /// @return how long that took
  Duration run(List<String> names, String image) throws IOException, InterruptedException {
    try (var watch =
        api.watch(Pods.KIND, WatchOptions.stateAndChanges().withNamespace(NAMESPACE))) {
      awaitState(watch);
      var begin = System.nanoTime();
      for (var name : names) {
        Pod pod = SampleObjects.plainPod(name, image);
        pod = pod.withMetadata(pod.metadata().with(m -> m.namespace(NAMESPACE)));
        api.create(Pods.KIND, pod, WriteOptions.defaults());
      }
      awaitRunning(watch, names);
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  private static void awaitState(WatchStream<Pod> watch) throws IOException, InterruptedException {
    var deadline = Deadline.after(Clock.system(), PATIENCE);
    for (var event = watch.next(deadline); event != null; event = watch.next(deadline)) {
      if (event.initialEventsEnd()) {
        return;
      }
    }
    throw new IOException("the watch told no state");
  }

  private static void awaitRunning(WatchStream<Pod> watch, List<String> names)
      throws IOException, InterruptedException {
    var deadline = Deadline.after(Clock.system(), PATIENCE);
    var missing = new HashSet<>(names);
    while (!missing.isEmpty()) {
      var event = watch.next(deadline);
      if (event == null) {
        throw new IOException("not all pods came to run; missing: " + missing.size());
      }
      if (event.object().status().phase().equals("Running")) {
        missing.remove(event.object().metadata().name());
      }
    }
  }

  /// Returns when they are gone.
  void remove(List<String> names) throws IOException, InterruptedException {
    for (var name : names) {
      api.delete(
          Pods.KIND, NAMESPACE, name, DeleteOptions.builder().gracePeriodSeconds(0L).build());
    }
    for (var name : names) {
      Poll.until("the end of " + name, PATIENCE, PAUSE, () -> isGone(name));
    }
  }

  private boolean isGone(String name) {
    try {
      api.get(Pods.KIND, NAMESPACE, name);
      return false;
    } catch (ApiException e) {
      return e.isNotFound();
    }
  }

  @Override
  public void close() throws IOException {
    scope.close();
    podo.close();
  }
}
