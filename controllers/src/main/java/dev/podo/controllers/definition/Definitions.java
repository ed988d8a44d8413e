package dev.podo.controllers.definition;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.informer.Informers;
import dev.podo.controllers.engine.Engine;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.custom.Outline;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The kinds that established definitions declare, each once, in a version that is served.
public final class Definitions {
  private Definitions() {}

  /// What tells a declared kind from others. A definition that was deleted and made again declares
  /// other kinds: what was known of the old ones is known no more.
  ///
  /// @param definition its UID
  record Declared(
      String definition, GroupVersionKind gvk, String plural, String listKind, boolean namespaced) {
    Kind<?> kind() {
      return Outline.of(gvk, plural, listKind, namespaced);
    }
  }

  /// Tells an engine of the kinds that there are while the scope lasts.
  public static void follow(Informers informers, Engine engine, Scope scope) {
    var informer = informers.of(CustomResourceDefinitions.KIND);
    var clock = scope.environment().clock();
    var moved = new Signal(clock);
    var due = new AtomicBoolean();
    scope.fork(
        "definitions",
        () -> {
          informer.awaitSynced(Deadline.never());
          scope.onClose(
              informer.listen(changes -> {
                if (!changes.keys().isEmpty()) {
                  due.set(true);
                  moved.raise();
                }
              }));
          var roster = new Roster(clock);
          while (true) {
            due.set(false); // Before the look: what comes after it sets it again.
            engine.define(roster.with(declared(informer.snapshot().all())));
            moved.awaitUntil(due::get, roster.until());
          }
        });
  }

  /// The kinds that are declared at this moment: the caches may not know the latest ones.
  public static List<Kind<?>> ask(Api api) {
    return kinds(api.list(CustomResourceDefinitions.KIND, ListOptions.all()).items());
  }

  /// The kinds that these definitions declare.
  public static List<Kind<?>> kinds(Iterable<CustomResourceDefinition> definitions) {
    var out = new ArrayList<Kind<?>>();
    declared(definitions).forEach(declared -> out.add(declared.kind()));
    return out;
  }

  static List<Declared> declared(Iterable<CustomResourceDefinition> definitions) {
    var out = new ArrayList<Declared>();
    for (var definition : definitions) {
      var version = version(definition);
      if (version != null
          && CustomResourceDefinitions.isTrue(definition, CustomResourceDefinitions.ESTABLISHED)) {
        out.add(declared(definition, version));
      }
    }
    return out;
  }

  private static Declared declared(CustomResourceDefinition definition, String version) {
    var spec = definition.spec();
    var names = definition.status().acceptedNames();
    return new Declared(
        definition.metadata().uid(),
        new GroupVersionKind(spec.group(), version, names.kind()),
        names.plural(),
        names.listKind(),
        spec.scope().equals("Namespaced"));
  }

  /// The version in which objects are stored, since that needs no conversion, if it is served.
  private static @Nullable String version(CustomResourceDefinition definition) {
    String first = null;
    for (var version : definition.spec().versions()) {
      if (version.served() && version.storage()) {
        return version.name();
      }
      first = first == null && version.served() ? version.name() : first;
    }
    return first;
  }
}
