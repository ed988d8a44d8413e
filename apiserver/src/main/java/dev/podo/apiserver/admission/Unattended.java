package dev.podo.apiserver.admission;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.admissionregistration.MutatingAdmissionPolicies;
import dev.podo.machinery.kinds.admissionregistration.MutatingAdmissionPolicyBindings;
import dev.podo.machinery.kinds.admissionregistration.MutatingWebhookConfigurations;
import dev.podo.machinery.kinds.admissionregistration.ValidatingAdmissionPolicies;
import dev.podo.machinery.kinds.admissionregistration.ValidatingAdmissionPolicyBindings;
import dev.podo.machinery.kinds.admissionregistration.ValidatingWebhookConfigurations;
import dev.podo.machinery.kinds.certificate.CertificateSigningRequests;
import dev.podo.machinery.kinds.cronjob.CronJobs;
import dev.podo.machinery.kinds.csi.CsiDrivers;
import dev.podo.machinery.kinds.csi.VolumeAttachments;
import dev.podo.machinery.kinds.daemonset.DaemonSets;
import dev.podo.machinery.kinds.device.DeviceClasses;
import dev.podo.machinery.kinds.device.ResourceClaimTemplates;
import dev.podo.machinery.kinds.device.ResourceClaims;
import dev.podo.machinery.kinds.device.ResourceSlices;
import dev.podo.machinery.kinds.horizontalpodautoscaler.HorizontalPodAutoscalers;
import dev.podo.machinery.kinds.horizontalpodautoscaler.HorizontalPodAutoscalersV1;
import dev.podo.machinery.kinds.job.Jobs;
import dev.podo.machinery.kinds.limitrange.LimitRanges;
import dev.podo.machinery.kinds.networkpolicy.NetworkPolicies;
import dev.podo.machinery.kinds.persistentvolume.PersistentVolumes;
import dev.podo.machinery.kinds.persistentvolumeclaim.PersistentVolumeClaims;
import dev.podo.machinery.kinds.poddisruptionbudget.PodDisruptionBudgets;
import dev.podo.machinery.kinds.rbac.ClusterRoleBindings;
import dev.podo.machinery.kinds.rbac.ClusterRoles;
import dev.podo.machinery.kinds.rbac.RoleBindings;
import dev.podo.machinery.kinds.rbac.Roles;
import dev.podo.machinery.kinds.resourcequota.ResourceQuotas;
import dev.podo.machinery.kinds.runtimeclass.RuntimeClasses;
import dev.podo.machinery.kinds.servicecidr.ServiceCidrs;
import dev.podo.machinery.kinds.statefulset.StatefulSets;
import dev.podo.machinery.kinds.storageclass.StorageClasses;
import dev.podo.machinery.kinds.storageclass.VolumeAttributesClasses;
import dev.podo.model.ApiObject;
import java.util.List;

/// Warns who creates an object of a kind that is kept, validated and watched, but that no part of
/// this version acts on. Nothing is worse than a NetworkPolicy that protects in silence nobody.
///
/// Whoever makes a kind take effect removes its line here.
public final class Unattended implements Admission {
  private static final List<Kind<?>> KINDS =
      List.of(
          CertificateSigningRequests.KIND,
          ClusterRoleBindings.KIND,
          ClusterRoles.KIND,
          CronJobs.KIND,
          CsiDrivers.KIND,
          DaemonSets.KIND,
          DeviceClasses.KIND,
          HorizontalPodAutoscalers.KIND,
          HorizontalPodAutoscalersV1.KIND,
          Jobs.KIND,
          LimitRanges.KIND,
          MutatingAdmissionPolicies.KIND,
          MutatingAdmissionPolicyBindings.KIND,
          MutatingWebhookConfigurations.KIND,
          NetworkPolicies.KIND,
          PersistentVolumeClaims.KIND,
          PersistentVolumes.KIND,
          PodDisruptionBudgets.KIND,
          ResourceClaimTemplates.KIND,
          ResourceClaims.KIND,
          ResourceSlices.KIND,
          RoleBindings.KIND,
          Roles.KIND,
          RuntimeClasses.KIND,
          ServiceCidrs.KIND,
          StatefulSets.KIND,
          StorageClasses.KIND,
          ValidatingAdmissionPolicies.KIND,
          ValidatingAdmissionPolicyBindings.KIND,
          ValidatingWebhookConfigurations.KIND,
          VolumeAttachments.KIND,
          VolumeAttributesClasses.KIND);

  @Override
  public <T extends ApiObject> void validate(AdmissionRequest<T> request) {
    var kind = request.kind();
    if (request.isCreationOf(kind) && KINDS.contains(kind)) {
      warn(request, kind.kind() + " is stored, but nothing in this version of Podo acts on it");
    }
    if (request.isCreationOf(ResourceQuotas.KIND)) {
      warn(
          request,
          "what a ResourceQuota limits is counted, but nothing in this version of Podo is refused"
              + " for it");
    }
  }

  private static void warn(AdmissionRequest<?> request, String message) {
    request.call().notes().warn(message);
  }
}
