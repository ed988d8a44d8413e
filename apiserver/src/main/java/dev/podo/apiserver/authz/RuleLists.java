package dev.podo.apiserver.authz;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.request.RequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The fixed rules: the masters may do everything, each component what its work needs, whoever is
/// authenticated may discover the API, and anyone may ask how the server is.
public final class RuleLists implements Authorizer {
  public static final String CONTROLLER_MANAGER = "system:kube-controller-manager";
  public static final String SCHEDULER = "system:kube-scheduler";
  public static final String NETWORK = "system:podo:network";

  private static final String CORE = "";
  private static final String[] READ = {"get", "list", "watch"};

  private static final List<Rule> EVENTS_AND_LEASES =
      List.of(
          Rule.may("create", "update", "patch", "get").on(CORE, "events"),
          Rule.may("create", "update", "patch", "get").on("events.k8s.io", "events"),
          Rule.may("get", "list", "watch", "create", "update", "patch", "delete")
              .on("coordination.k8s.io", "leases"));

  private static final List<Rule> CONTROLLERS =
      List.of(
          // Garbage collection and namespace deletion reach every kind there is.
          Rule.may("get", "list", "watch", "update", "patch", "delete", "deletecollection")
              .on("*", "*"),
          Rule.may("update", "patch", "get").on("*", "*/status"),
          Rule.may("create")
              .on(CORE, "pods", "endpoints", "serviceaccounts", "configmaps", "secrets"),
          Rule.may("create").on("apps", "replicasets", "controllerrevisions"),
          Rule.may("create").on("batch", "jobs"),
          Rule.may("create").on("discovery.k8s.io", "endpointslices"),
          Rule.may("create").on(CORE, "pods/eviction", "serviceaccounts/token"),
          Rule.may("update", "patch").on(CORE, "namespaces/finalize"),
          Rule.may("get", "update", "patch").on("*", "*/scale"),
          Rule.may("get").onPaths("/api", "/api/*", "/apis", "/apis/*"));

  private static final List<Rule> SCHEDULING =
      List.of(
          Rule.may(READ).on(CORE, "pods", "nodes", "namespaces", "services"),
          Rule.may(READ).on(CORE, "persistentvolumes", "persistentvolumeclaims"),
          Rule.may(READ).on(CORE, "replicationcontrollers"),
          Rule.may(READ).on("apps", "replicasets", "statefulsets"),
          Rule.may(READ).on("policy", "poddisruptionbudgets"),
          Rule.may(READ).on("storage.k8s.io", "*"),
          Rule.may(READ).on("scheduling.k8s.io", "*"),
          Rule.may("delete").on(CORE, "pods"),
          Rule.may("create").on(CORE, "bindings", "pods/binding"),
          Rule.may("update", "patch").on(CORE, "pods/status"));

  // What a node may write of these is bounded further by admission: its own only.
  private static final List<Rule> NODES =
      List.of(
          Rule.may(READ).on(CORE, "pods", "nodes", "services", "namespaces"),
          Rule.may(READ).on(CORE, "persistentvolumes", "persistentvolumeclaims"),
          Rule.may(READ).on("discovery.k8s.io", "endpointslices"),
          Rule.may(READ).on("node.k8s.io", "runtimeclasses"),
          Rule.may(READ).on("storage.k8s.io", "*"),
          Rule.may("create", "update", "patch", "delete").on(CORE, "nodes"),
          Rule.may("update", "patch").on(CORE, "nodes/status", "pods/status"),
          Rule.may("delete").on(CORE, "pods"),
          Rule.may("create").on(CORE, "pods/eviction", "serviceaccounts/token"),
          Rule.may("create").on("authentication.k8s.io", "tokenreviews"),
          Rule.may("create").on("authorization.k8s.io", "subjectaccessreviews"));

  private static final List<Rule> NETWORKING =
      List.of(
          Rule.may(READ).on(CORE, "services", "endpoints", "nodes", "pods", "namespaces"),
          Rule.may(READ).on("discovery.k8s.io", "endpointslices"),
          Rule.may(READ).on("networking.k8s.io", "ingresses", "ingressclasses", "networkpolicies"),
          // The certificates that an Ingress names.
          Rule.may(READ).on(CORE, "secrets"),
          Rule.may("create", "update", "patch").on("networking.k8s.io", "ingressclasses"),
          Rule.may("update", "patch").on("networking.k8s.io", "ingresses/status"),
          // The cluster's DNS as a Service, with the endpoint where it answers.
          Rule.may("create", "patch").on(CORE, "services").named("kube-dns"),
          Rule.may("create", "patch").on("discovery.k8s.io", "endpointslices").named("kube-dns"),
          Rule.may("update", "patch").on(CORE, "services/status"));

  private static final List<Rule> PUBLIC =
      List.of(
          Rule.may("get", "head")
              .onPaths(
                  "/healthz",
                  "/livez",
                  "/readyz",
                  "/version",
                  "/version/",
                  "/healthz/*",
                  "/livez/*",
                  "/readyz/*"));

  private static final List<Rule> DISCOVERY =
      List.of(
          Rule.may("get", "head")
              .onPaths(
                  "/",
                  "/api",
                  "/api/*",
                  "/apis",
                  "/apis/*",
                  "/openapi",
                  "/openapi/*",
                  "/.well-known/openid-configuration",
                  "/openid/v1/jwks"));

  // Everybody may ask about themselves.
  private static final List<Rule> SELF =
      List.of(
          Rule.may("create").on("authentication.k8s.io", "selfsubjectreviews"),
          Rule.may("create")
              .on("authorization.k8s.io", "selfsubjectaccessreviews", "selfsubjectrulesreviews"));

  private final Map<String, List<Rule>> byUser = new TreeMap<>();
  private final Map<String, List<Rule>> byGroup = new TreeMap<>();

  public RuleLists() {
    byUser.put(CONTROLLER_MANAGER, join(CONTROLLERS, EVENTS_AND_LEASES));
    byUser.put(SCHEDULER, join(SCHEDULING, EVENTS_AND_LEASES));
    byUser.put(NETWORK, join(NETWORKING, EVENTS_AND_LEASES));
    byGroup.put(
        UserInfo.MASTERS, List.of(Rule.may("*").on("*", "*", "*/*"), Rule.may("*").onPaths("*")));
    byGroup.put(UserInfo.NODES, join(NODES, EVENTS_AND_LEASES));
    byGroup.put(UserInfo.AUTHENTICATED, join(join(PUBLIC, DISCOVERY), SELF));
    byGroup.put(UserInfo.UNAUTHENTICATED, PUBLIC);
  }

  private static List<Rule> join(List<Rule> some, List<Rule> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  @Override
  public boolean allows(UserInfo user, RequestInfo info) {
    if (isAllowed(byUser.getOrDefault(user.name(), List.of()), info)) {
      return true;
    }
    for (var group : user.groups()) {
      if (isAllowed(byGroup.getOrDefault(group, List.of()), info)) {
        return true;
      }
    }
    return false;
  }

  /// All that a user may do.
  public List<Rule> of(UserInfo user) {
    var rules = new ArrayList<Rule>(byUser.getOrDefault(user.name(), List.of()));
    user.groups().forEach(group -> rules.addAll(byGroup.getOrDefault(group, List.of())));
    return rules;
  }

  private static boolean isAllowed(List<Rule> rules, RequestInfo info) {
    for (var rule : rules) {
      if (rule.allows(info)) {
        return true;
      }
    }
    return false;
  }
}
