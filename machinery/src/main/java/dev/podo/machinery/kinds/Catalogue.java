package dev.podo.machinery.kinds;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.admissionregistration.MutatingAdmissionPolicies;
import dev.podo.machinery.kinds.admissionregistration.MutatingAdmissionPolicyBindings;
import dev.podo.machinery.kinds.admissionregistration.MutatingWebhookConfigurations;
import dev.podo.machinery.kinds.admissionregistration.ValidatingAdmissionPolicies;
import dev.podo.machinery.kinds.admissionregistration.ValidatingAdmissionPolicyBindings;
import dev.podo.machinery.kinds.admissionregistration.ValidatingWebhookConfigurations;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.machinery.kinds.binding.Bindings;
import dev.podo.machinery.kinds.certificate.CertificateSigningRequests;
import dev.podo.machinery.kinds.componentstatus.ComponentStatuses;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.controllerrevision.ControllerRevisions;
import dev.podo.machinery.kinds.cronjob.CronJobs;
import dev.podo.machinery.kinds.csi.CsiDrivers;
import dev.podo.machinery.kinds.csi.CsiNodes;
import dev.podo.machinery.kinds.csi.CsiStorageCapacities;
import dev.podo.machinery.kinds.csi.VolumeAttachments;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.machinery.kinds.daemonset.DaemonSets;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.device.DeviceClasses;
import dev.podo.machinery.kinds.device.ResourceClaimTemplates;
import dev.podo.machinery.kinds.device.ResourceClaims;
import dev.podo.machinery.kinds.device.ResourceSlices;
import dev.podo.machinery.kinds.endpoints.EndpointsKind;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.machinery.kinds.event.EventsV1;
import dev.podo.machinery.kinds.flowcontrol.FlowSchemas;
import dev.podo.machinery.kinds.flowcontrol.PriorityLevelConfigurations;
import dev.podo.machinery.kinds.horizontalpodautoscaler.HorizontalPodAutoscalers;
import dev.podo.machinery.kinds.horizontalpodautoscaler.HorizontalPodAutoscalersV1;
import dev.podo.machinery.kinds.ingress.Ingresses;
import dev.podo.machinery.kinds.ingressclass.IngressClasses;
import dev.podo.machinery.kinds.job.Jobs;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.machinery.kinds.limitrange.LimitRanges;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.networkpolicy.NetworkPolicies;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.persistentvolume.PersistentVolumes;
import dev.podo.machinery.kinds.persistentvolumeclaim.PersistentVolumeClaims;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.poddisruptionbudget.PodDisruptionBudgets;
import dev.podo.machinery.kinds.podtemplate.PodTemplateKind;
import dev.podo.machinery.kinds.priorityclass.PriorityClasses;
import dev.podo.machinery.kinds.rbac.ClusterRoleBindings;
import dev.podo.machinery.kinds.rbac.ClusterRoles;
import dev.podo.machinery.kinds.rbac.RoleBindings;
import dev.podo.machinery.kinds.rbac.Roles;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.machinery.kinds.replicationcontroller.ReplicationControllers;
import dev.podo.machinery.kinds.resourcequota.ResourceQuotas;
import dev.podo.machinery.kinds.review.AccessReviews;
import dev.podo.machinery.kinds.review.IdentityReviews;
import dev.podo.machinery.kinds.runtimeclass.RuntimeClasses;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.machinery.kinds.servicecidr.IpAddressKind;
import dev.podo.machinery.kinds.servicecidr.ServiceCidrs;
import dev.podo.machinery.kinds.statefulset.StatefulSets;
import dev.podo.machinery.kinds.storageclass.StorageClasses;
import dev.podo.machinery.kinds.storageclass.VolumeAttributesClasses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The kinds that a server knows, found by what a request says. Immutable.
public final class Catalogue {
  private static final Catalogue BUILT_IN =
      new Catalogue(
          List.of(
              ConfigMaps.KIND,
              EndpointsKind.KIND,
              Events.KIND,
              Namespaces.KIND,
              Nodes.KIND,
              Pods.KIND,
              Secrets.KIND,
              ServiceAccounts.KIND,
              Services.KIND,
              PersistentVolumeClaims.KIND,
              ReplicationControllers.KIND,
              PersistentVolumes.KIND,
              ResourceQuotas.KIND,
              LimitRanges.KIND,
              PodTemplateKind.KIND,
              Deployments.KIND,
              ReplicaSets.KIND,
              StatefulSets.KIND,
              DaemonSets.KIND,
              ControllerRevisions.KIND,
              Jobs.KIND,
              CronJobs.KIND,
              HorizontalPodAutoscalers.KIND,
              HorizontalPodAutoscalersV1.KIND,
              PodDisruptionBudgets.KIND,
              Leases.KIND,
              EndpointSlices.KIND,
              EventsV1.KIND,
              IngressClasses.KIND,
              Roles.KIND,
              ClusterRoles.KIND,
              RoleBindings.KIND,
              ClusterRoleBindings.KIND,
              PriorityClasses.KIND,
              StorageClasses.KIND,
              VolumeAttributesClasses.KIND,
              CsiDrivers.KIND,
              CsiNodes.KIND,
              CsiStorageCapacities.KIND,
              VolumeAttachments.KIND,
              NetworkPolicies.KIND,
              ServiceCidrs.KIND,
              IpAddressKind.KIND,
              RuntimeClasses.KIND,
              ApiServices.KIND,
              Ingresses.KIND,
              CustomResourceDefinitions.KIND,
              CertificateSigningRequests.KIND,
              MutatingAdmissionPolicies.KIND,
              MutatingAdmissionPolicyBindings.KIND,
              MutatingWebhookConfigurations.KIND,
              ValidatingAdmissionPolicies.KIND,
              ValidatingAdmissionPolicyBindings.KIND,
              ValidatingWebhookConfigurations.KIND,
              FlowSchemas.KIND,
              PriorityLevelConfigurations.KIND,
              DeviceClasses.KIND,
              ResourceClaims.KIND,
              ResourceClaimTemplates.KIND,
              ResourceSlices.KIND,
              Bindings.KIND,
              ComponentStatuses.KIND,
              IdentityReviews.TOKEN,
              IdentityReviews.SELF,
              AccessReviews.SUBJECT,
              AccessReviews.LOCAL,
              AccessReviews.SELF,
              AccessReviews.RULES));

  private final List<Kind<?>> all;
  private final SortedMap<GroupVersionKind, Kind<?>> byGvk = new TreeMap<>();
  private final SortedMap<String, Kind<?>> byResource = new TreeMap<>();
  private final SortedSet<GroupVersion> groupVersions = new TreeSet<>();

  /// @throws IllegalArgumentException if two kinds share a name or a URL
  public Catalogue(List<Kind<?>> kinds) {
    this.all = List.copyOf(kinds);
    for (var kind : all) {
      var path = path(kind.group(), kind.version(), kind.plural());
      if (byGvk.put(kind.gvk(), kind) != null || byResource.put(path, kind) != null) {
        throw new IllegalArgumentException("declared twice: " + kind.gvk());
      }
      groupVersions.add(kind.groupVersion());
    }
  }

  /// What a server knows before anybody extends it.
  public static Catalogue builtIn() {
    return BUILT_IN;
  }

  /// A catalogue with more kinds.
  ///
  /// @throws IllegalArgumentException if two kinds share a name or a URL
  public Catalogue with(List<Kind<?>> more) {
    var kinds = new ArrayList<Kind<?>>(all);
    kinds.addAll(more);
    return new Catalogue(kinds);
  }

  /// All kinds, in the order of their declaration.
  public List<Kind<?>> all() {
    return all;
  }

  /// The kind of objects that say this of themselves; null if it is not known.
  public @Nullable Kind<?> byGvk(GroupVersionKind gvk) {
    return byGvk.get(gvk);
  }

  /// The kind at this place of the URLs; null if there is none.
  public @Nullable Kind<?> byResource(String group, String version, String plural) {
    return byResource.get(path(group, version, plural));
  }

  /// The groups with their versions, sorted.
  public SortedSet<GroupVersion> groupVersions() {
    return Collections.unmodifiableSortedSet(groupVersions);
  }

  /// The groups, sorted; the core group is "".
  public SortedSet<String> groups() {
    var groups = new TreeSet<String>();
    groupVersions.forEach(it -> groups.add(it.group()));
    return groups;
  }

  /// The kinds of one version of a group, in the order of their plurals.
  public List<Kind<?>> in(GroupVersion groupVersion) {
    var kinds = new ArrayList<Kind<?>>();
    for (var kind : byResource.values()) {
      if (kind.groupVersion().equals(groupVersion)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static String path(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }
}
