package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The resizing of a Pod where it runs (KEP-1287): what may change of the CPU and the memory of its
/// containers.
final class PodResize {
  private static final FieldPath SPEC = FieldPath.root("spec");
  // As upstream shows the path of nothing in particular.
  private static final FieldPath WHOLE = FieldPath.empty().key("");
  private static final String ONLY = "only cpu and memory resources are mutable";

  private PodResize() {}

  /// Only the resources of the Pod and of its containers, and what a change of them means, are
  /// taken from the new Pod; where the containers are not those of the old one, all is, for
  /// validation to tell.
  static Pod prepareForUpdate(Pod now, Pod old) {
    var containers = merged(now.spec().containers(), old.spec().containers());
    var initContainers = merged(now.spec().initContainers(), old.spec().initContainers());
    var resources = now.spec().resources();
    var spec =
        old.spec()
            .with(
                b -> b.containers(containers).initContainers(initContainers).resources(resources));
    var changed = !PodDefaults.of(old.withSpec(spec)).spec().equals(old.spec());
    return now.withMetadata(SystemMetadata.ofPart(now.metadata(), old.metadata(), changed))
        .withSpec(spec)
        .withStatus(old.status());
  }

  private static List<Container> merged(List<Container> now, List<Container> old) {
    if (!names(now).equals(names(old))) {
      return now;
    }
    var all = new ArrayList<Container>(now.size());
    for (var i = 0; i < now.size(); i++) {
      var container = now.get(i);
      all.add(
          old.get(i)
              .with(
                  b -> b.resources(container.resources()).resizePolicy(container.resizePolicy())));
    }
    return all;
  }

  private static List<String> names(List<Container> containers) {
    return containers.stream().map(it -> it.name()).toList();
  }

  static List<FieldError> validateUpdate(Pod now, Pod old) {
    var findings = new Findings();
    PodStrategy.METADATA_RULES.checkUpdate(
        now.metadata(), old.metadata(), FieldPath.root("metadata"), findings);
    PodValidation.check(now, findings);
    check(now, old, findings);
    return findings.errors();
  }

  private static void check(Pod now, Pod old, Findings findings) {
    if (old.metadata().annotations().containsKey(PodAnnotations.MIRROR)) {
      findings.forbidden(WHOLE, "static pods cannot be resized");
      return;
    }
    var os = old.spec().os();
    if (os != null && os.name().equals("windows")) {
      findings.forbidden(WHOLE, "windows pods cannot be resized");
      return;
    }
    var before = old.status().qosClass();
    var after = PodResources.qosClass(now);
    if (!(before.isEmpty() ? PodResources.qosClass(old) : before).equals(after)) {
      findings.invalid(
          SPEC, now.status().qosClass(), "Pod QOS Class may not change as a result of resizing");
    }
    if (!isSupported(old)) {
      findings.forbidden(SPEC, "Pod running on node without support for resize");
    }
    if (isSized(old.spec()) || isSized(now.spec())) {
      checkPod(now.spec().resources(), old.spec().resources(), findings);
    }
    var sameContainers =
        checkOrder(now.spec().containers(), old.spec().containers(), "containers", findings);
    var sameInit =
        checkOrder(
            now.spec().initContainers(), old.spec().initContainers(), "initContainers", findings);
    if (sameContainers && sameInit) {
      checkContainers(now.spec(), old.spec(), findings);
    }
  }

  /// An agent that can resize tells of each running container what it has.
  private static boolean isSupported(Pod pod) {
    for (var status : pod.status().containerStatuses()) {
      if (status.state().running() != null) {
        return status.resources() != null;
      }
    }
    return true;
  }

  private static boolean isSized(PodSpec spec) {
    var resources = spec.resources();
    return resources != null && !(resources.requests().isEmpty() && resources.limits().isEmpty());
  }

  /// What the containers of a Pod share.
  private static void checkPod(
      @Nullable ResourceRequirements now, @Nullable ResourceRequirements old, Findings findings) {
    var at = SPEC.child("resources");
    if (old != null && now == null) {
      findings.forbidden(at, "pod-level resources cannot be removed");
      return;
    }
    var to = Default.value(now, ResourceRequirements.EMPTY);
    var from = Default.value(old, ResourceRequirements.EMPTY);
    if (!to.requests().keySet().containsAll(from.requests().keySet())) {
      findings.forbidden(at.child("requests"), "pod-level resource requests cannot be removed");
    }
    if (!to.limits().keySet().containsAll(from.limits().keySet())) {
      findings.forbidden(at.child("limits"), "pod-level resource limits cannot be removed");
    }
    if (!sized(to, from).equals(from)) {
      findings.forbidden(SPEC, ONLY + " at pod-level");
    }
  }

  private static boolean checkOrder(
      List<Container> now, List<Container> old, String field, Findings findings) {
    var at = SPEC.child(field);
    if (now.size() != old.size()) {
      findings.forbidden(at, field + " may not be added or removed on resize");
      return false;
    }
    for (var i = 0; i < now.size(); i++) {
      if (!now.get(i).name().equals(old.get(i).name())) {
        findings.forbidden(
            at.index(i).child("name"), field + " may not be renamed or reordered on resize");
      }
    }
    return names(now).equals(names(old));
  }

  private static void checkContainers(PodSpec now, PodSpec old, Findings findings) {
    for (var i = 0; i < now.initContainers().size(); i++) {
      var at = SPEC.child("initContainers").index(i);
      checkKept(now.initContainers().get(i), old.initContainers().get(i), at, findings);
    }
    for (var i = 0; i < now.containers().size(); i++) {
      var at = SPEC.child("containers").index(i);
      checkKept(now.containers().get(i), old.containers().get(i), at, findings);
    }
    for (var i = 0; i < now.containers().size(); i++) {
      if (!isSameButForSize(now.containers().get(i), old.containers().get(i))) {
        findings.forbidden(SPEC, ONLY);
      }
    }
    for (var i = 0; i < now.initContainers().size(); i++) {
      checkInit(
          now.initContainers().get(i),
          old.initContainers().get(i),
          SPEC.child("initContainers").index(i),
          findings);
    }
    if (findings.isEmpty()
        && !now.with(b ->
                b.containers(old.containers())
                    .initContainers(old.initContainers())
                    .resources(old.resources()))
            .equals(old)) {
      findings.forbidden(SPEC, ONLY);
    }
  }

  private static void checkKept(Container now, Container old, FieldPath at, Findings findings) {
    var resources = at.child("resources");
    var before = old.resources();
    if (!now.resources().requests().keySet().containsAll(before.requests().keySet())) {
      findings.forbidden(resources.child("requests"), "resource requests cannot be removed");
    }
    if (!now.resources().limits().keySet().containsAll(before.limits().keySet())) {
      findings.forbidden(resources.child("limits"), "resource limits cannot be removed");
    }
  }

  private static void checkInit(Container now, Container old, FieldPath at, Findings findings) {
    if (!isSameButForSize(now, old)) {
      findings.forbidden(
          at, "only cpu and memory resources for init or sidecar containers are mutable");
    }
    var restarts =
        now.resizePolicy().stream().anyMatch(it -> it.restartPolicy().equals("RestartContainer"));
    if (!now.equals(old) && !Pods.isSidecar(now) && restarts) {
      findings.forbidden(
          at,
          "non-sidecar init containers with a resize policy of RestartContainer cannot be resized");
    }
  }

  private static boolean isSameButForSize(Container now, Container old) {
    return now.with(b -> b.resources(sized(now.resources(), old.resources()))).equals(old);
  }

  /// The resources with the CPU and the memory of the old ones.
  private static ResourceRequirements sized(ResourceRequirements now, ResourceRequirements old) {
    return now.with(b ->
        b.requests(sized(now.requests(), old.requests()))
            .limits(sized(now.limits(), old.limits())));
  }

  private static Map<String, Quantity> sized(Map<String, Quantity> now, Map<String, Quantity> old) {
    var sized = new TreeMap<>(now);
    for (var name : List.of(PodResources.CPU, PodResources.MEMORY)) {
      var before = old.get(name);
      if (before == null) {
        sized.remove(name);
      } else {
        sized.put(name, before);
      }
    }
    return sized;
  }
}
