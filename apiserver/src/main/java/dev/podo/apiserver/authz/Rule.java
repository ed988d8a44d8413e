package dev.podo.apiserver.authz;

import dev.podo.apiserver.request.RequestInfo;
import java.util.List;

/// What may be done to some resources, or to some paths that are none. `*` stands for all; a
/// subresource is spelled `pods/status`, one of all resources `*/status`.
public sealed interface Rule {
  boolean allows(RequestInfo info);

  /// @param names only objects of these names; empty for all
  record OnResources(
      List<String> verbs, List<String> groups, List<String> resources, List<String> names)
      implements Rule {
    @Override
    public boolean allows(RequestInfo info) {
      return info.resourceRequest()
          && matches(verbs, info.verb())
          && matches(groups, info.group())
          && matchesResource(info)
          && (names.isEmpty() || names.contains(info.name()));
    }

    /// The same for objects of these names only; whoever creates says the name only by applying.
    OnResources named(String... only) {
      return new OnResources(verbs, groups, resources, List.of(only));
    }

    private boolean matchesResource(RequestInfo info) {
      if (info.subresource().isEmpty()) {
        return matches(resources, info.resource());
      }
      return resources.contains("*/*")
          || resources.contains(info.resource() + "/" + info.subresource())
          || resources.contains("*/" + info.subresource());
    }
  }

  /// @param paths exact, or with a `*` at the end for all below
  record OnPaths(List<String> verbs, List<String> paths) implements Rule {
    @Override
    public boolean allows(RequestInfo info) {
      return !info.resourceRequest() && matches(verbs, info.verb()) && matchesPath(info.path());
    }

    private boolean matchesPath(String path) {
      for (var allowed : paths) {
        if (allowed.endsWith("*")
            ? path.startsWith(allowed.substring(0, allowed.length() - 1))
            : path.equals(allowed)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean matches(List<String> allowed, String actual) {
    return allowed.contains("*") || allowed.contains(actual);
  }

  /// Begins a rule: `Rule.may("get", "list").on("apps", "deployments")`.
  static Verbs may(String... verbs) {
    return new Verbs(List.of(verbs));
  }

  /// The first half of a rule.
  record Verbs(List<String> verbs) {
    OnResources on(String group, String... resources) {
      return new OnResources(verbs, List.of(group), List.of(resources), List.of());
    }

    OnPaths onPaths(String... paths) {
      return new OnPaths(verbs, List.of(paths));
    }
  }
}
