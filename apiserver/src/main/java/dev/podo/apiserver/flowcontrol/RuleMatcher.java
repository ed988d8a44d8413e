package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.machinery.kinds.flowcontrol.FlowSchemas;
import dev.podo.model.flowcontrol.v1.NonResourcePolicyRule;
import dev.podo.model.flowcontrol.v1.PolicyRulesWithSubjects;
import dev.podo.model.flowcontrol.v1.ResourcePolicyRule;
import dev.podo.model.flowcontrol.v1.Subject;
import java.util.List;

/// Whether a request is by one of the subjects, and for one of the things, that a rule names. Looks
/// at every request, so it makes no garbage.
record RuleMatcher(
    List<Subject> subjects, List<ResourcePolicyRule> resources, List<NonResourcePolicyRule> paths) {
  private static final String SERVICE_ACCOUNT_PREFIX = "system:serviceaccount:";

  static RuleMatcher of(PolicyRulesWithSubjects rule) {
    return new RuleMatcher(rule.subjects(), rule.resourceRules(), rule.nonResourceRules());
  }

  boolean matches(UserInfo user, RequestInfo info) {
    for (var subject : subjects) {
      if (matches(subject, user)) {
        return info.resourceRequest() ? matchesResource(info) : matchesPath(info);
      }
    }
    return false;
  }

  private static boolean matches(Subject subject, UserInfo user) {
    return switch (subject.kind()) {
      case FlowSchemas.USER -> {
        var wanted = subject.user();
        yield wanted != null && isOrAll(wanted.name(), user.name());
      }
      case FlowSchemas.USERS -> {
        var wanted = subject.group();
        yield wanted != null && (wanted.name().equals(FlowSchemas.ALL) || user.isIn(wanted.name()));
      }
      case FlowSchemas.SERVICE_ACCOUNT -> {
        var wanted = subject.serviceAccount();
        yield wanted != null && isAccount(user.name(), wanted.namespace(), wanted.name());
      }
      default -> false;
    };
  }

  private static boolean isAccount(String user, String namespace, String name) {
    var at = SERVICE_ACCOUNT_PREFIX.length();
    var colon = at + namespace.length();
    if (!user.startsWith(SERVICE_ACCOUNT_PREFIX)
        || !user.startsWith(namespace, at)
        || user.length() <= colon
        || user.charAt(colon) != ':') {
      return false;
    }
    return name.equals(FlowSchemas.ALL)
        || (user.length() == colon + 1 + name.length() && user.endsWith(name));
  }

  private boolean matchesResource(RequestInfo info) {
    for (var rule : resources) {
      if (contains(rule.verbs(), info.verb())
          && contains(rule.apiGroups(), info.group())
          && isNamed(rule.resources(), info.resource(), info.subresource())
          && (info.namespace().isEmpty()
              ? rule.clusterScope()
              : contains(rule.namespaces(), info.namespace()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNamed(List<String> names, String resource, String subresource) {
    for (var name : names) {
      if (name.equals(FlowSchemas.ALL)
          || (subresource.isEmpty()
              ? name.equals(resource)
              : isPart(name, resource, subresource))) {
        return true;
      }
    }
    return false;
  }

  /// Whether the name is `resource/subresource`.
  private static boolean isPart(String name, String resource, String subresource) {
    var slash = resource.length();
    return name.length() == slash + 1 + subresource.length()
        && name.startsWith(resource)
        && name.charAt(slash) == '/'
        && name.endsWith(subresource);
  }

  private boolean matchesPath(RequestInfo info) {
    for (var rule : paths) {
      if (contains(rule.verbs(), info.verb())) {
        for (var path : rule.nonResourceURLs()) {
          if (matches(path, info.path())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// Whether a path is a rule's, or lies below it: `/healthz` and `/healthz/*` are the same but for
  /// the path itself.
  private static boolean matches(String rule, String path) {
    if (rule.equals(FlowSchemas.ALL) || rule.equals(path)) {
      return true;
    }
    var length = rule.length() - (rule.endsWith(FlowSchemas.ALL) ? 1 : 0);
    var end = length > 0 && rule.charAt(length - 1) == '/' ? length - 1 : length;
    return path.length() > end && path.charAt(end) == '/' && path.regionMatches(0, rule, 0, end);
  }

  private static boolean contains(List<String> wanted, String value) {
    for (var one : wanted) {
      if (isOrAll(one, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOrAll(String wanted, String value) {
    return wanted.equals(FlowSchemas.ALL) || wanted.equals(value);
  }
}
