package dev.podo.e2e.conformance;

import dev.podo.testkit.PodoCluster;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A cluster of two simulated nodes for a class of tests, and how to talk to it.
final class OnCluster implements BeforeAllCallback, AfterAllCallback {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long LOOK_AGAIN_MILLIS = 20;

  private PodoCluster cluster;
  private Rest rest;

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster = PodoCluster.builder().nodes(2).start();
    rest = new Rest(cluster.access());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (cluster != null) {
      rest.close();
      cluster.close();
    }
  }

  PodoCluster cluster() {
    return cluster;
  }

  Rest rest() {
    return rest;
  }

  /// A namespace of this name, with the service account that Pods need.
  String namespace(String name) {
    rest.create("/api/v1/namespaces", "metadata: {name: " + name + "}");
    var account = "/api/v1/namespaces/" + name + "/serviceaccounts/default";
    await("the service account of " + name, () -> rest.ask(account).code() == 200);
    return name;
  }

  /// Waits for something that will come about by itself; says what when it does not.
  static void await(String what, BooleanSupplier holds) {
    var end = System.nanoTime() + PATIENCE_NANOS;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for: " + what);
      }
      try {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  void awaitGone(String path) {
    await(path + " to be gone", () -> rest.ask(path).code() == 404);
  }
}
