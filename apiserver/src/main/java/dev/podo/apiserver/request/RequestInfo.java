package dev.podo.apiserver.request;

import dev.podo.machinery.kind.GroupResource;

/// What a request asks for, read from its method and URL alone: all that authorization needs.
///
/// @param resourceRequest whether it asks for a resource of the API; else only `verb` (the method
///   in lower case) and `path` say anything
/// @param verb `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`
/// @param path decoded
/// @param target empty parts for a request that asks for no resource
public record RequestInfo(boolean resourceRequest, String verb, String path, Target target) {

  /// The resource, object or part of an object that a request is about.
  ///
  /// @param group "" for the core group
  /// @param namespace "" for cluster scope or all namespaces
  /// @param resource the plural
  /// @param name "" for the collection
  /// @param subresource "" for the object itself; what follows it in the path is `rest`
  public record Target(
      String group,
      String version,
      String namespace,
      String resource,
      String name,
      String subresource,
      String rest) {
    static final Target NONE = new Target("", "", "", "", "", "", "");
  }

  /// A request that is for no resource.
  ///
  /// @param method in lower case
  public static RequestInfo ofPath(String method, String path) {
    return new RequestInfo(false, method, path, Target.NONE);
  }

  /// A request for a resource that did not come by URL.
  public static RequestInfo of(String verb, Target target) {
    return new RequestInfo(true, verb, "", target);
  }

  public String group() {
    return target.group();
  }

  public String version() {
    return target.version();
  }

  public String namespace() {
    return target.namespace();
  }

  public String resource() {
    return target.resource();
  }

  public String name() {
    return target.name();
  }

  public String subresource() {
    return target.subresource();
  }

  public GroupResource groupResource() {
    return new GroupResource(target.group(), target.resource());
  }

  /// Whether the request changes nothing.
  public boolean isReadOnly() {
    return switch (verb) {
      case "get", "list", "watch" -> true;
      default -> false;
    };
  }

  /// Whether the request lasts as long as the client likes.
  public boolean isLongRunning() {
    return verb.equals("watch")
        || switch (target.subresource()) {
          case "log", "exec", "attach", "portforward", "proxy" -> true;
          default -> false;
        };
  }
}
