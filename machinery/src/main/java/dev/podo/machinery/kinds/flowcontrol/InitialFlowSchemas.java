package dev.podo.machinery.kinds.flowcontrol;

import dev.podo.model.flowcontrol.v1.FlowDistinguisherMethod;
import dev.podo.model.flowcontrol.v1.FlowSchema;
import dev.podo.model.flowcontrol.v1.FlowSchemaSpec;
import dev.podo.model.flowcontrol.v1.GroupSubject;
import dev.podo.model.flowcontrol.v1.NonResourcePolicyRule;
import dev.podo.model.flowcontrol.v1.PolicyRulesWithSubjects;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfigurationReference;
import dev.podo.model.flowcontrol.v1.ResourcePolicyRule;
import dev.podo.model.flowcontrol.v1.ServiceAccountSubject;
import dev.podo.model.flowcontrol.v1.Subject;
import dev.podo.model.flowcontrol.v1.UserSubject;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The FlowSchemas that a cluster has from the beginning, as upstream's (KEP-1040): they lead to
/// the [InitialPriorityLevels].
public final class InitialFlowSchemas {
  private static final List<String> EVERY = List.of(FlowSchemas.ALL);
  private static final List<String> KEEP = List.of("get", "create", "update");
  private static final String CONTROLLERS = "system:kube-controller-manager";
  private static final String SCHEDULER = "system:kube-scheduler";
  private static final List<Subject> ANYBODY =
      List.of(group("system:unauthenticated"), group("system:authenticated"));
  private static final List<Subject> NODES = List.of(group("system:nodes"));
  private static final List<Subject> SYSTEM_ACCOUNTS = List.of(systemAccount(FlowSchemas.ALL));
  private static final ResourcePolicyRule LEASES =
      resources(KEEP, "coordination.k8s.io", List.of("leases"), false);

  public static final List<FlowSchema> MANDATORY =
      List.of(
          schema(
              PriorityLevelConfigurations.EXEMPT,
              to(PriorityLevelConfigurations.EXEMPT, 1, ""),
              everything(List.of(group("system:masters")))),
          schema(
              PriorityLevelConfigurations.CATCH_ALL,
              to(PriorityLevelConfigurations.CATCH_ALL, 10_000, FlowSchemas.BY_USER),
              everything(ANYBODY)));

  public static final List<FlowSchema> SUGGESTED =
      List.of(
          schema("system-nodes", to("system", 500, FlowSchemas.BY_USER), everything(NODES)),
          schema(
              "system-node-high",
              to("node-high", 400, FlowSchemas.BY_USER),
              some(
                  NODES,
                  resources(EVERY, "", List.of("nodes", "nodes/status"), true),
                  resources(EVERY, "coordination.k8s.io", List.of("leases"), false))),
          schema(
              "probes",
              to(PriorityLevelConfigurations.EXEMPT, 2, ""),
              PolicyRulesWithSubjects.builder()
                  .subjects(ANYBODY)
                  .nonResourceRules(
                      List.of(paths(List.of("get"), List.of("/healthz", "/readyz", "/livez"))))
                  .build()),
          schema(
              "system-leader-election",
              to("leader-election", 100, FlowSchemas.BY_USER),
              some(
                  List.of(user(CONTROLLERS), user(SCHEDULER), systemAccount(FlowSchemas.ALL)),
                  LEASES)),
          schema(
              "workload-leader-election",
              to("leader-election", 200, FlowSchemas.BY_USER),
              some(SYSTEM_ACCOUNTS, LEASES)),
          schema(
              "endpoint-controller",
              to("workload-high", 150, FlowSchemas.BY_USER),
              some(
                  List.of(
                      user(CONTROLLERS),
                      systemAccount("endpoint-controller"),
                      systemAccount("endpointslicemirroring-controller")),
                  resources(KEEP, "", List.of("endpoints"), false))),
          schema(
              "kube-controller-manager",
              to("workload-high", 800, FlowSchemas.BY_NAMESPACE),
              everything(List.of(user(CONTROLLERS)))),
          schema(
              "kube-scheduler",
              to("workload-high", 800, FlowSchemas.BY_NAMESPACE),
              everything(List.of(user(SCHEDULER)))),
          schema(
              "kube-system-service-accounts",
              to("workload-high", 900, FlowSchemas.BY_NAMESPACE),
              everything(SYSTEM_ACCOUNTS)),
          schema(
              "service-accounts",
              to("workload-low", 9_000, FlowSchemas.BY_USER),
              everything(List.of(group("system:serviceaccounts")))),
          schema(
              "global-default",
              to("global-default", 9_900, FlowSchemas.BY_USER),
              everything(ANYBODY)));

  private InitialFlowSchemas() {}

  /// The mandatory schema of this name; null if there is none.
  public static @Nullable FlowSchema mandatory(String name) {
    for (var schema : MANDATORY) {
      if (schema.metadata().name().equals(name)) {
        return schema;
      }
    }
    return null;
  }

  /// To a level, at a place in the order of schemas, with flows told apart by a method, or not.
  private static FlowSchemaSpec to(String level, int precedence, String method) {
    return FlowSchemaSpec.builder()
        .priorityLevelConfiguration(
            PriorityLevelConfigurationReference.builder().name(level).build())
        .matchingPrecedence(precedence)
        .distinguisherMethod(
            method.isEmpty() ? null : FlowDistinguisherMethod.builder().type(method).build())
        .build();
  }

  private static FlowSchema schema(
      String name, FlowSchemaSpec spec, PolicyRulesWithSubjects rules) {
    return FlowSchema.builder()
        .metadata(ObjectMeta.builder().name(name).build())
        .spec(spec.with(b -> b.rules(List.of(rules))))
        .build();
  }

  private static PolicyRulesWithSubjects everything(List<Subject> subjects) {
    var resources =
        ResourcePolicyRule.builder()
            .verbs(EVERY)
            .apiGroups(EVERY)
            .resources(EVERY)
            .namespaces(EVERY)
            .clusterScope(true)
            .build();
    return PolicyRulesWithSubjects.builder()
        .subjects(subjects)
        .resourceRules(List.of(resources))
        .nonResourceRules(List.of(paths(EVERY, EVERY)))
        .build();
  }

  private static PolicyRulesWithSubjects some(
      List<Subject> subjects, ResourcePolicyRule... resources) {
    return PolicyRulesWithSubjects.builder()
        .subjects(subjects)
        .resourceRules(new ArrayList<>(List.of(resources)))
        .build();
  }

  /// In every namespace.
  private static ResourcePolicyRule resources(
      List<String> verbs, String group, List<String> resources, boolean ofCluster) {
    return ResourcePolicyRule.builder()
        .verbs(verbs)
        .apiGroups(List.of(group))
        .resources(resources)
        .namespaces(EVERY)
        .clusterScope(ofCluster)
        .build();
  }

  private static NonResourcePolicyRule paths(List<String> verbs, List<String> paths) {
    return NonResourcePolicyRule.builder().verbs(verbs).nonResourceURLs(paths).build();
  }

  private static Subject user(String name) {
    return Subject.builder()
        .kind(FlowSchemas.USER)
        .user(UserSubject.builder().name(name).build())
        .build();
  }

  private static Subject group(String name) {
    return Subject.builder()
        .kind(FlowSchemas.USERS)
        .group(GroupSubject.builder().name(name).build())
        .build();
  }

  private static Subject systemAccount(String name) {
    return Subject.builder()
        .kind(FlowSchemas.SERVICE_ACCOUNT)
        .serviceAccount(ServiceAccountSubject.builder().namespace("kube-system").name(name).build())
        .build();
  }
}
