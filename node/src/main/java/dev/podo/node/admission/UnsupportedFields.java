package dev.podo.node.admission;

import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EmptyDirVolumeSource;
import dev.podo.model.core.v1.PodSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds what a PodSpec says that this agent does not do. It knows what it does do, type by type,
/// so that a field that Kubernetes adds is refused until somebody has thought about it.
final class UnsupportedFields {
  /// Per type the fields that the agent carries out, that others carry out, or that are about
  /// something else; `*` for a type that is carried through as it is.
  private static final Map<String, Set<String>> KNOWN =
      parse(
          """
          PodSpec activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig
          PodSpec dnsPolicy enableServiceLinks ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname
          PodSpec hostnameOverride imagePullSecrets initContainers nodeName nodeSelector os overhead
          PodSpec preemptionPolicy priority priorityClassName readinessGates restartPolicy schedulerName
          PodSpec schedulingGates securityContext serviceAccount serviceAccountName setHostnameAsFQDN
          PodSpec shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations
          PodSpec topologySpreadConstraints volumes
          Affinity *
          Toleration *
          TopologySpreadConstraint *
          LocalObjectReference *
          HostAlias *
          PodDNSConfig *
          PodReadinessGate *
          PodSchedulingGate *
          PodOS name
          Container args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports
          Container readinessProbe resizePolicy resources restartPolicy securityContext startupProbe stdin
          Container stdinOnce terminationMessagePath terminationMessagePolicy tty volumeMounts workingDir
          EphemeralContainer args command env envFrom image imagePullPolicy name resources securityContext
          EphemeralContainer stdin stdinOnce targetContainerName terminationMessagePath
          EphemeralContainer terminationMessagePolicy tty volumeMounts workingDir
          ContainerResizePolicy *
          ContainerPort *
          ResourceRequirements limits requests
          EnvVar name value valueFrom
          EnvVarSource configMapKeyRef fieldRef resourceFieldRef secretKeyRef
          ConfigMapKeySelector *
          SecretKeySelector *
          ObjectFieldSelector *
          ResourceFieldSelector *
          EnvFromSource *
          VolumeMount mountPath mountPropagation name readOnly recursiveReadOnly subPath subPathExpr
          Lifecycle postStart preStop
          LifecycleHandler exec httpGet sleep
          ExecAction *
          HTTPGetAction *
          TCPSocketAction *
          SleepAction *
          Probe exec failureThreshold httpGet initialDelaySeconds periodSeconds successThreshold tcpSocket
          Probe terminationGracePeriodSeconds timeoutSeconds
          PodSecurityContext appArmorProfile fsGroup fsGroupChangePolicy runAsGroup runAsNonRoot runAsUser
          PodSecurityContext seLinuxOptions seccompProfile supplementalGroups sysctls
          SecurityContext allowPrivilegeEscalation appArmorProfile capabilities privileged procMount
          SecurityContext readOnlyRootFilesystem runAsGroup runAsNonRoot runAsUser seLinuxOptions
          SecurityContext seccompProfile
          AppArmorProfile *
          SELinuxOptions *
          SeccompProfile *
          Sysctl *
          Capabilities *
          Volume configMap downwardAPI emptyDir hostPath name projected secret
          ConfigMapVolumeSource *
          DownwardAPIVolumeSource *
          EmptyDirVolumeSource *
          HostPathVolumeSource *
          SecretVolumeSource *
          ProjectedVolumeSource defaultMode sources
          VolumeProjection configMap downwardAPI secret serviceAccountToken
          ConfigMapProjection *
          DownwardAPIProjection *
          SecretProjection *
          ServiceAccountTokenProjection *
          """);

  private UnsupportedFields() {}

  private static Map<String, Set<String>> parse(String table) {
    var out = new HashMap<String, Set<String>>();
    for (var line : table.lines().toList()) {
      var words = line.trim().split(" ");
      var fields = out.computeIfAbsent(words[0], type -> new TreeSet<>());
      fields.addAll(List.of(words).subList(1, words.length));
    }
    return out;
  }

  /// @return their paths, as in `spec.volumes[0].nfs`
  static List<String> of(PodSpec spec) {
    var out = new ArrayList<String>();
    visit(spec, "spec", out);
    if (Boolean.FALSE.equals(spec.hostUsers())) {
      out.add("spec.hostUsers"); // true is what there is without it
    }
    var os = spec.os();
    if (os != null && !os.name().equals("linux")) {
      out.add("spec.os.name");
    }
    addUnsupportedValues(spec, out);
    return out;
  }

  /// Fields that are carried out, but not with every value.
  private static void addUnsupportedValues(PodSpec spec, List<String> out) {
    for (var i = 0; i < spec.volumes().size(); i++) {
      var empty = spec.volumes().get(i).emptyDir();
      if (empty != null) {
        addUnsupportedValues(empty, "spec.volumes[" + i + "].emptyDir", out);
      }
    }
    addUnsupportedValues(spec.initContainers(), "spec.initContainers", out);
    addUnsupportedValues(spec.containers(), "spec.containers", out);
  }

  private static void addUnsupportedValues(
      EmptyDirVolumeSource empty, String path, List<String> out) {
    var isMemory = empty.medium().equals("Memory");
    if (!empty.medium().isEmpty() && !isMemory) {
      out.add(path + ".medium " + empty.medium());
    }
  }

  private static void addUnsupportedValues(
      List<Container> containers, String path, List<String> out) {
    for (var i = 0; i < containers.size(); i++) {
      var container = containers.get(i);
      var at = path + "[" + i + "]";
      for (var mount : container.volumeMounts()) {
        if ("Enabled".equals(mount.recursiveReadOnly())) {
          out.add(at + ".volumeMounts.recursiveReadOnly Enabled");
        }
      }
      for (var resource : container.resources().limits().keySet()) {
        if (resource.startsWith("hugepages-")) {
          out.add(at + ".resources.limits." + resource);
        }
      }
    }
  }

  private static void visit(Struct value, String path, List<String> out) {
    var known = KNOWN.getOrDefault(simpleName(value.schema()), Set.of());
    if (known.contains("*")) {
      return;
    }
    for (var field : value.schema().fields()) {
      var present = value.get(field.index());
      if (isSet(present)) {
        var at = path + "." + field.name();
        if (!known.contains(field.name())) {
          out.add(at);
        } else {
          descend(present, at, out);
        }
      }
    }
  }

  private static void descend(@Nullable Object value, String path, List<String> out) {
    if (value instanceof Struct struct) {
      visit(struct, path, out);
    } else if (value instanceof List<?> list) {
      for (var i = 0; i < list.size(); i++) {
        descend(list.get(i), path + "[" + i + "]", out);
      }
    }
  }

  private static boolean isSet(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      case String text -> !text.isEmpty();
      case Boolean flag -> flag;
      default -> true;
    };
  }

  private static String simpleName(Schema<?> schema) {
    return schema.name().substring(schema.name().lastIndexOf('.') + 1);
  }
}
