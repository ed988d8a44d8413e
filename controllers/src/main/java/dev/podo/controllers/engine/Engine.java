package dev.podo.controllers.engine;

import dev.podo.client.Api;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Scope;
import dev.podo.model.ApiObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Runs controllers, each in a scope of its own.
public final class Engine {
  private final Api api;
  private final Informers informers;
  private final Metrics metrics;
  private final Scope scope;
  private final List<Controller<?>> controllers = new CopyOnWriteArrayList<>();

  /// @param api as the identity that may write what the controllers plan
  /// @param informers the process's caches
  public Engine(Api api, Informers informers, Metrics metrics, Scope scope) {
    this.api = api;
    this.informers = informers;
    this.metrics = metrics;
    this.scope = scope;
  }

  /// Runs a reconciler until the engine's scope closes. A bug in it ends its own scope alone.
  ///
  /// @param name for logs, metrics and Events
  public <T extends ApiObject> void run(String name, Reconciler<T> reconciler) {
    var controller = new Controller<>(name, reconciler, api, informers, metrics, scope.child(name));
    controllers.add(controller);
    controller.start();
  }

  /// Whether no controller has anything to do, as far as the caches tell: for tests.
  public boolean isQuiet() {
    return controllers.stream().allMatch(Controller::isQuiet);
  }
}
