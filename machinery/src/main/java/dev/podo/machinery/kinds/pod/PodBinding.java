package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.core.v1.Binding;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The one way in which a Pod gets its node: a write to its `binding`.
public final class PodBinding {
  private PodBinding() {}

  /// Why the Pod cannot be bound, for a conflict's message; null if it can.
  public static @Nullable String obstacle(Pod pod) {
    var name = pod.metadata().name();
    if (Pods.isTerminating(pod)) {
      return "pod " + name + " is being deleted, cannot be assigned to a host";
    }
    if (Pods.isAssigned(pod)) {
      return "pod " + name + " is already assigned to node \"" + pod.spec().nodeName() + "\"";
    }
    if (!pod.spec().schedulingGates().isEmpty()) {
      return "pod " + name + " has non-empty .spec.schedulingGates";
    }
    return null;
  }

  /// What is wrong with a Binding.
  public static List<FieldError> validate(Binding binding) {
    var findings = new Findings();
    var target = FieldPath.root("target");
    var kind = binding.target().kind();
    if (!kind.isEmpty() && !kind.equals("Node")) {
      findings.notSupported(target.child("kind"), kind, List.of("Node", "<empty>"));
    }
    findings.requireText(binding.target().name(), target.child("name"));
    return findings.errors();
  }

  /// The Pod on its node. Labels and annotations of the binding are added to the Pod's; its
  /// generation stays, as upstream.
  ///
  /// @param binding the metadata of the Binding
  public static Pod bound(Pod pod, String nodeName, ObjectMeta binding, Instant now) {
    var scheduled =
        PodCondition.builder()
            .type(Pods.POD_SCHEDULED)
            .status("True")
            .lastTransitionTime(now)
            .build();
    var labels = merged(pod.metadata().labels(), binding.labels());
    var annotations = merged(pod.metadata().annotations(), binding.annotations());
    return pod.withMetadata(pod.metadata().with(b -> b.labels(labels).annotations(annotations)))
        .withSpec(pod.spec().with(b -> b.nodeName(nodeName)))
        .withStatus(Pods.withCondition(pod.status(), scheduled).with(b -> b.nominatedNodeName("")));
  }

  private static Map<String, String> merged(Map<String, String> own, Map<String, String> more) {
    var all = new TreeMap<>(own);
    all.putAll(more);
    return all;
  }
}
