package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.NodeLabelWarnings;
import dev.podo.machinery.kinds.persistentvolumeclaim.PersistentVolumeClaims;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.EnvVar;
import dev.podo.model.core.v1.PodAffinityTerm;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.core.v1.VolumeProjection;
import dev.podo.model.core.v1.WeightedPodAffinityTerm;
import dev.podo.model.meta.v1.ObjectMeta;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What is allowed in a Pod but is likely to be a mistake, in upstream's words.
final class PodWarnings {
  private static final List<String> COUNTED_IN_BYTES = List.of("memory", "ephemeral-storage");
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  private static final String NO_SELECTOR = ": a null labelSelector results in matching no pod";
  private static final String USE_SECCOMP =
      ": non-functional in v1.27+; use the \"seccompProfile\" field instead";

  /// Annotations that mean nothing any more, and what to say of each.
  private static final List<List<String>> ANNOTATIONS =
      List.of(
          List.of(
              "scheduler.alpha.kubernetes.io/critical-pod",
              "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
          List.of(
              "security.alpha.kubernetes.io/sysctls",
              "non-functional in v1.11+; use the \"sysctls\" field instead"),
          List.of(
              "security.alpha.kubernetes.io/unsafe-sysctls",
              "non-functional in v1.11+; use the \"sysctls\" field instead"));

  /// Volumes without drivers, and what to say of each.
  private static final List<List<String>> VOLUMES =
      List.of(
          List.of("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
          List.of("gitRepo", "deprecated in v1.11"),
          List.of("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
          List.of("flocker", "deprecated in v1.22, non-functional in v1.25+"),
          List.of("storageos", "deprecated in v1.22, non-functional in v1.25+"),
          List.of("quobyte", "deprecated in v1.22, non-functional in v1.25+"),
          List.of("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
          List.of("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
          List.of("rbd", "deprecated in v1.28, non-functional in v1.31+"));

  private final List<String> found = new ArrayList<>();
  private final ObjectMeta metadata;
  private final PodSpec spec;
  private final FieldPath at;
  private final String annotations;

  /// @param above where the Pod or its template lies, with a dot behind; "" for a Pod
  private PodWarnings(ObjectMeta metadata, PodSpec spec, String above) {
    this.metadata = metadata;
    this.spec = spec;
    this.at = FieldPath.root(above + "spec");
    this.annotations = above + "metadata.annotations";
  }

  /// @param above where the Pod or its template lies, with a dot behind; "" for a Pod
  static List<String> of(ObjectMeta metadata, PodSpec spec, String above) {
    var warnings = new PodWarnings(metadata, spec, above);
    warnings.readNodes();
    warnings.readAnnotations();
    warnings.readVolumes();
    warnings.readNames();
    warnings.readFractions(spec.overhead(), warnings.at.child("overhead"));
    warnings.readSeccomp();
    OsValidation.forEach(
        spec,
        warnings.at,
        (container, place) -> warnings.readContainer(container, !above.isEmpty(), place));
    warnings.readPorts();
    warnings.readRest();
    return List.copyOf(warnings.found);
  }

  private void readNodes() {
    for (var key : spec.nodeSelector().keySet()) {
      var warning = NodeLabelWarnings.of(key);
      if (warning != null) {
        found.add(at.child("nodeSelector").key(key) + ": " + warning);
      }
    }
    var affinity = spec.affinity();
    var nodes = affinity == null ? null : affinity.nodeAffinity();
    if (nodes != null) {
      var place = at.child("affinity", "nodeAffinity");
      var required = nodes.requiredDuringSchedulingIgnoredDuringExecution();
      for (var i = 0; required != null && i < required.nodeSelectorTerms().size(); i++) {
        NodeLabelWarnings.addTerm(
            required.nodeSelectorTerms().get(i),
            false,
            place.child(REQUIRED, "nodeSelectorTerms").index(i),
            found);
      }
      var preferred = nodes.preferredDuringSchedulingIgnoredDuringExecution();
      for (var i = 0; i < preferred.size(); i++) {
        NodeLabelWarnings.addTerm(
            preferred.get(i).preference(),
            true,
            place.child(PREFERRED).index(i).child("preference"),
            found);
      }
    }
    for (var i = 0; i < spec.topologySpreadConstraints().size(); i++) {
      var constraint = spec.topologySpreadConstraints().get(i);
      var place = at.child("topologySpreadConstraints").index(i);
      var key = constraint.topologyKey();
      var warning = NodeLabelWarnings.of(key);
      if (warning != null) {
        found.add(place.child("topologyKey") + ": " + key + " is " + warning);
      }
      if (constraint.labelSelector() == null) {
        found.add(place.child("labelSelector") + NO_SELECTOR);
      }
    }
  }

  private void readAnnotations() {
    for (var annotation : ANNOTATIONS) {
      var key = annotation.getFirst();
      if (metadata.annotations().containsKey(key)) {
        found.add(annotations + "[" + key + "]: " + annotation.get(1));
      }
    }
  }

  private void readVolumes() {
    var tokens = new HashSet<String>();
    for (var i = 0; i < spec.volumes().size(); i++) {
      var volume = spec.volumes().get(i);
      readVolume(volume, at.child("volumes").index(i));
      for (var source : sources(volume)) {
        var token = source.serviceAccountToken();
        if (token != null) {
          tokens.add(token.path());
        }
      }
    }
    for (var i = 0; i < spec.volumes().size(); i++) {
      var place = at.child("volumes").index(i).child("projected", "sources");
      for (var source : sources(spec.volumes().get(i))) {
        readPaths(source, tokens, place);
      }
    }
  }

  private void readVolume(Volume volume, FieldPath place) {
    for (var plugin : VOLUMES) {
      var field = Volume.SCHEMA.field(plugin.getFirst());
      if (field != null && volume.get(field.index()) != null) {
        var shown = field.name().equals("storageos") ? "storageOS" : field.name();
        found.add(place.child(shown) + ": " + plugin.get(1));
      }
    }
    var ephemeral = volume.ephemeral();
    var template = ephemeral == null ? null : ephemeral.volumeClaimTemplate();
    if (template != null) {
      PersistentVolumeClaims.addWarnings(
          template.spec(), place.child("ephemeral", "volumeClaimTemplate", "spec"), found);
    }
  }

  private static List<VolumeProjection> sources(Volume volume) {
    var projected = volume.projected();
    return projected == null ? List.of() : projected.sources();
  }

  private void readPaths(VolumeProjection source, Set<String> tokens, FieldPath place) {
    var configMap = source.configMap();
    for (var i = 0; configMap != null && i < configMap.items().size(); i++) {
      readPath(configMap.items().get(i).path(), tokens, place.child("configMap").index(i));
    }
    var secret = source.secret();
    for (var i = 0; secret != null && i < secret.items().size(); i++) {
      readPath(secret.items().get(i).path(), tokens, place.child("secrets").index(i));
    }
    var downward = source.downwardAPI();
    for (var i = 0; downward != null && i < downward.items().size(); i++) {
      readPath(downward.items().get(i).path(), tokens, place.child("downwardAPI").index(i));
    }
    var bundle = source.clusterTrustBundle();
    if (bundle != null) {
      readPath(bundle.path(), tokens, place.child("ClusterTrustBundle"));
    }
  }

  private void readPath(String path, Set<String> tokens, FieldPath place) {
    if (tokens.contains(path)) {
      found.add(place + ": has duplicated path with ServiceAccountToken " + Texts.quote(path));
    }
  }

  private void readNames() {
    var addresses = new HashSet<String>();
    for (var i = 0; i < spec.hostAliases().size(); i++) {
      var ip = spec.hostAliases().get(i).ip();
      if (!addresses.add(ip)) {
        found.add(
            at.child("hostAliases").index(i).child("ip") + ": duplicate ip " + Texts.quote(ip));
      }
    }
    var names = new HashSet<String>();
    var secrets = spec.imagePullSecrets();
    for (var i = 0; i < secrets.size(); i++) {
      var name = secrets.get(i).name();
      if (!names.add(name)) {
        found.add(
            at.child("imagePullSecrets").index(i).child("name")
                + ": duplicate name "
                + Texts.quote(name));
      }
    }
    for (var i = 0; i < secrets.size(); i++) {
      if (secrets.get(i).name().isEmpty()) {
        found.add(
            at.child("imagePullSecrets").index(i).child("name") + ": invalid empty name \"\"");
      }
    }
  }

  private void readSeccomp() {
    var context = spec.securityContext();
    if ((context == null || context.seccompProfile() == null)
        && metadata.annotations().containsKey(PodAnnotations.SECCOMP_OF_POD)) {
      found.add(annotations + "[" + PodAnnotations.SECCOMP_OF_POD + "]" + USE_SECCOMP);
    }
  }

  private void readContainer(Container container, boolean isTemplate, FieldPath place) {
    var own = container.securityContext();
    var seccomp = PodAnnotations.SECCOMP_OF_CONTAINER + container.name();
    if ((own == null || own.seccompProfile() == null)
        && metadata.annotations().containsKey(seccomp)) {
      found.add(annotations + "[" + seccomp + "]" + USE_SECCOMP);
    }
    var context = spec.securityContext();
    var armor = PodAnnotations.APP_ARMOR + container.name();
    var isArmed =
        (context != null && context.appArmorProfile() != null)
            || (own != null && own.appArmorProfile() != null);
    if (isTemplate && !isArmed && metadata.annotations().containsKey(armor)) {
      found.add(
          annotations
              + "["
              + armor
              + "]: deprecated since v1.30; use the \"appArmorProfile\" field instead");
    }
    for (var name : COUNTED_IN_BYTES) {
      var resources = place.child("resources");
      readFraction(container.resources().limits(), name, resources.child("limits"));
      readFraction(container.resources().requests(), name, resources.child("requests"));
    }
    readEnv(container.env(), place.child("env"));
  }

  private void readFractions(Map<String, Quantity> resources, FieldPath place) {
    for (var name : COUNTED_IN_BYTES) {
      readFraction(resources, name, place);
    }
  }

  private void readFraction(Map<String, Quantity> resources, String name, FieldPath place) {
    var amount = resources.get(name);
    if (amount != null && amount.amount().remainder(BigDecimal.ONE).signum() != 0) {
      found.add(
          place.key(name)
              + ": fractional byte value \""
              + amount
              + "\" is invalid, must be an integer");
    }
  }

  /// A variable that is set again is meant only if it builds on what it was.
  private void readEnv(List<EnvVar> env, FieldPath place) {
    var names = new HashSet<String>();
    for (var i = 0; i < env.size(); i++) {
      var variable = env.get(i);
      if (names.add(variable.name())) {
        continue;
      }
      var reference = "$(" + variable.name() + ")";
      var builds =
          variable.valueFrom() == null
              && variable.value().contains(reference)
              && !variable.value().equals(reference);
      if (!builds) {
        found.add(
            place.index(i)
                + ": hides previous definition of \""
                + variable.name()
                + "\", which may be dropped when using apply");
      }
    }
  }

  /// A port of some container, and where it is.
  private record Opened(ContainerPort port, FieldPath at) {}

  private void readPorts() {
    var all = new HashMap<String, List<Opened>>();
    OsValidation.forEach(
        spec,
        at,
        (container, place) -> {
          for (var i = 0; i < container.ports().size(); i++) {
            var opened = new Opened(container.ports().get(i), place.child("ports").index(i));
            var port = opened.port();
            if (!port.hostIP().isEmpty() && port.hostPort() == 0) {
              found.add(
                  opened.at()
                      + ": hostIP set without hostPort: {Name:%s HostPort:%d ContainerPort:%d Protocol:%s HostIP:%s}"
                          .formatted(
                              port.name(),
                              port.hostPort(),
                              port.containerPort(),
                              port.protocol(),
                              port.hostIP()));
            }
            var others =
                all.computeIfAbsent(
                    port.containerPort() + "/" + port.protocol(), key -> new ArrayList<>());
            others.forEach(it -> readPair(opened, it));
            others.add(opened);
          }
        });
  }

  private void readPair(Opened one, Opened other) {
    var port = one.port();
    var before = other.port();
    String how = null;
    if (Objects.equals(port.hostIP(), before.hostIP()) && port.hostPort() == before.hostPort()) {
      how = ": duplicate port definition with ";
    } else if (port.hostPort() == 0 || before.hostPort() == 0) {
      how = ": overlapping port definition with ";
    } else if (port.hostPort() == before.hostPort()
        && port.hostIP().isEmpty() != before.hostIP().isEmpty()) {
      how = ": dangerously ambiguous port definition with ";
    }
    if (how != null) {
      found.add(one.at() + how + other.at());
    }
  }

  private void readRest() {
    var grace = spec.terminationGracePeriodSeconds();
    if (grace != null && grace < 0) {
      found.add(
          at.child("terminationGracePeriodSeconds")
              + ": must be >= 0; negative values are invalid and will be treated as 1");
    }
    var affinity = spec.affinity();
    if (affinity != null) {
      readCompany(affinity, at.child("affinity"));
    }
    var dns = spec.dnsConfig();
    for (var i = 0; dns != null && i < dns.nameservers().size(); i++) {
      found.addAll(
          Addresses.warnings(
              at.child("dnsConfig", "nameservers").index(i), dns.nameservers().get(i)));
    }
    for (var i = 0; i < spec.hostAliases().size(); i++) {
      found.addAll(
          Addresses.warnings(
              at.child("hostAliases").index(i).child("ip"), spec.hostAliases().get(i).ip()));
    }
  }

  private void readCompany(Affinity affinity, FieldPath place) {
    var pods = affinity.podAffinity();
    if (pods != null) {
      readRequired(
          pods.requiredDuringSchedulingIgnoredDuringExecution(), place.child("podAffinity"));
      readPreferred(
          pods.preferredDuringSchedulingIgnoredDuringExecution(), place.child("podAffinity"));
    }
    var others = affinity.podAntiAffinity();
    if (others != null) {
      readRequired(
          others.requiredDuringSchedulingIgnoredDuringExecution(), place.child("podAntiAffinity"));
      readPreferred(
          others.preferredDuringSchedulingIgnoredDuringExecution(), place.child("podAntiAffinity"));
    }
  }

  private void readRequired(List<PodAffinityTerm> terms, FieldPath place) {
    for (var i = 0; i < terms.size(); i++) {
      if (terms.get(i).labelSelector() == null) {
        found.add(place.child(REQUIRED).index(i).child("labelSelector") + NO_SELECTOR);
      }
    }
  }

  private void readPreferred(List<WeightedPodAffinityTerm> terms, FieldPath place) {
    for (var i = 0; i < terms.size(); i++) {
      if (terms.get(i).podAffinityTerm().labelSelector() == null) {
        found.add(
            place.child(PREFERRED).index(i).child("podAffinityTerm", "labelSelector")
                + NO_SELECTOR);
      }
    }
  }
}
