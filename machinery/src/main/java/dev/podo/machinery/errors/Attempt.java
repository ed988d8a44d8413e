package dev.podo.machinery.errors;

import dev.podo.machinery.kind.GroupResource;
import dev.podo.machinery.validation.Texts;

/// What someone tried to do to a resource, as an authorization error tells it.
///
/// @param subresource "" means the resource itself
/// @param namespace "" means at the cluster scope
/// @param name "" means no object in particular
public record Attempt(
    String user,
    String verb,
    GroupResource resource,
    String subresource,
    String namespace,
    String name) {

  @Override
  public String toString() {
    var path =
        subresource.isEmpty() ? resource.resource() : resource.resource() + "/" + subresource;
    return "User %s cannot %s resource %s in API group %s %s"
        .formatted(
            Texts.quote(user),
            verb,
            Texts.quote(path),
            Texts.quote(resource.group()),
            namespace.isEmpty()
                ? "at the cluster scope"
                : "in the namespace " + Texts.quote(namespace));
  }
}
