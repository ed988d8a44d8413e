package dev.podo.controllers.engine;

import dev.podo.client.Api;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Runs controllers, each in a scope of its own.
public final class Engine {
  private final Parts parts;
  private final Scope scope;
  private final List<Controller<?>> controllers = new CopyOnWriteArrayList<>();

  /// What controllers share.
  ///
  /// @param api as the identity that may write what the controllers plan
  /// @param informers the process's caches
  /// @param builtIn the kinds that are there whatever users define, each stored one once
  public record Parts(Api api, Informers informers, Kinds builtIn, Metrics metrics) {}

  public Engine(Parts parts, Scope scope) {
    this.parts = parts;
    this.scope = scope;
  }

  /// Runs a reconciler until the engine's scope closes. A bug in it ends its own scope alone.
  ///
  /// @param name for logs, metrics and Events
  public <T extends ApiObject> void run(String name, Reconciler<T> reconciler) {
    var controller = new Controller<>(name, reconciler, parts, scope.child(name));
    controllers.add(controller);
    controller.start();
  }

  /// Has the controllers that look at every kind look at these too, from now on, and not any more
  /// at those of an earlier call that are not among these.
  ///
  /// @param defined kinds that users have defined; those whose names are built in do not count
  public void define(List<Kind<?>> defined) {
    var builtIn = parts.builtIn();
    var all = builtIn.and(defined).all();
    var theirs = all.subList(builtIn.all().size(), all.size());
    controllers.forEach(controller -> controller.define(theirs));
  }

  /// Whether no controller has anything to do, as far as the caches tell: for tests.
  public boolean isQuiet() {
    return controllers.stream().allMatch(Controller::isQuiet);
  }
}
