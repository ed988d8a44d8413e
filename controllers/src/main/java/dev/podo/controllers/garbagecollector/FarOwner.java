package dev.podo.controllers.garbagecollector;

import dev.podo.client.Api;
import dev.podo.controllers.engine.Effect;
import dev.podo.machinery.custom.Outline;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.APIResource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks for an owner that a server behind the API server keeps. Whatever that server does not
/// answer clearly leaves open what has become of the owner.
///
/// @param namespace of the dependent; "" when it is in none
record FarOwner(GroupVersion version, String kind, String namespace, String name)
    implements Effect<FarOwner.Answer> {

  /// @param told whether the server knows
  /// @param owner empty when there is none
  record Answer(boolean told, Optional<ApiObject> owner) {
    static final Answer OPEN = new Answer(false, Optional.empty());
  }

  @Override
  public Answer perform(Api api) {
    try {
      var resource = resource(api);
      return resource == null || (resource.namespaced() && namespace.isEmpty())
          ? Answer.OPEN
          : answer(api, resource);
    } catch (ApiException e) {
      return Answer.OPEN;
    }
  }

  private Answer answer(Api api, APIResource resource) {
    var gvk = new GroupVersionKind(version.group(), version.version(), kind);
    var asked = Outline.of(gvk, resource.name(), kind + "List", resource.namespaced());
    try {
      return new Answer(
          true, Optional.of(api.get(asked, resource.namespaced() ? namespace : "", name)));
    } catch (ApiException e) {
      // A whole API that goes between two questions is not found either: that says nothing.
      return e.isNotFound() && resource(api) != null
          ? new Answer(true, Optional.empty())
          : Answer.OPEN;
    }
  }

  private @Nullable APIResource resource(Api api) {
    for (var resource : api.extensionResources(version).resources()) {
      if (resource.kind().equals(kind)
          && resource.name().indexOf('/') < 0
          && resource.verbs().contains("get")) {
        return resource;
      }
    }
    return null;
  }
}
