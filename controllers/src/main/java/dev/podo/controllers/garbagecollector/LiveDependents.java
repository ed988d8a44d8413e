package dev.podo.controllers.garbagecollector;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.controllers.definition.Definitions;
import dev.podo.controllers.engine.Effect;
import dev.podo.controllers.engine.Kinds;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.util.ArrayList;
import java.util.List;

/// Asks which objects depend on another: before something is let go for good, the caches may not
/// know the latest ones, nor the latest kinds.
///
/// @param kinds that are known; those that users have defined by then are asked for as well
/// @param namespace where to look; "" for everywhere
record LiveDependents(Kinds kinds, String namespace, String uid)
    implements Effect<List<Dependent>> {
  private static final int PAGE = 500;

  @Override
  public List<Dependent> perform(Api api) {
    var out = new ArrayList<Dependent>();
    for (var kind : kinds.and(Definitions.ask(api)).all()) {
      if (namespace.isEmpty() || kind.namespaced()) {
        try {
          find(api, kind, out);
        } catch (ApiException e) {
          if (!e.isNotFound()) {
            throw e;
          }
          // Its definition has gone, with all there was of it.
        }
      }
    }
    return List.copyOf(out);
  }

  private <T extends ApiObject> void find(Api api, Kind<T> kind, List<Dependent> out) {
    var options = ListOptions.in(namespace).withLimit(PAGE);
    while (true) {
      var page = api.list(kind, options);
      for (var object : page.items()) {
        if (object.metadata().ownerReferences().stream().anyMatch(r -> r.uid().equals(uid))) {
          out.add(new Dependent(kind, object));
        }
      }
      if (page.isLast()) {
        return;
      }
      options = options.withContinueToken(page.continueToken());
    }
  }
}
