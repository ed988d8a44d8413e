package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.core.v1.Binding;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.meta.v1.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// POST of `pods/binding`, or of `bindings` as it was before: the scheduler's verdict. A Pod is
/// bound once.
public final class BindingVerb {
  private static final GroupVersionKind BINDING = new GroupVersionKind("", "v1", "Binding");

  private final Backend backend;
  private final Change change;

  public BindingVerb(Backend backend) {
    this.backend = backend;
    this.change = new Change(backend);
  }

  /// Of `pods/binding`.
  public Answer answer(Call call) throws InterruptedException {
    var binding = call.input().body(Binding.SCHEMA, BINDING, call.notes());
    var name = binding.metadata().name();
    if (!name.isEmpty() && !name.equals(call.info().name())) {
      throw ApiErrors.badRequest("name in URL does not match name in Binding object");
    }
    return bind(call, binding);
  }

  /// Of `bindings`, where the Pod is the one that the binding is named after.
  public Answer answerNamed(Call call) throws InterruptedException {
    var binding = call.input().body(Binding.SCHEMA, BINDING, call.notes());
    var info = call.info();
    var pod =
        new RequestInfo.Target(
            "", "v1", info.namespace(), "pods", binding.metadata().name(), "binding", "");
    return bind(call.withInfo(new RequestInfo(true, "create", info.path(), pod)), binding);
  }

  private Answer bind(Call call, Binding binding) throws InterruptedException {
    var node = binding.target().name();
    var kind = binding.target().kind();
    if (node.isEmpty() || (!kind.isEmpty() && !kind.equals("Node"))) {
      throw ApiErrors.badRequest("a binding needs a target of kind Node with a name");
    }
    var now = backend.environment().clock().now().truncatedTo(ChronoUnit.SECONDS);
    change.apply(
        call,
        Pods.KIND,
        PART,
        (Change.OwnedProposal<Pod>) pod -> bound(pod, binding, now),
        call.input().writeOptions().dryRun());
    return new Answer.OfValue(201, Status.builder().status("Success").code(201).build());
  }

  private static final Part<Pod> PART =
      new Part<>() {
        @Override
        public String subresource() {
          return "binding";
        }

        @Override
        public Pod prepare(Pod now, Pod old) {
          return now;
        }

        @Override
        public List<FieldError> validate(Pod now, Pod old, Consumer<String> warnings) {
          return List.of();
        }
      };

  private static Pod bound(Pod pod, Binding binding, Instant now) {
    var name = pod.metadata().name();
    var resource = Pods.KIND.groupResource();
    var uid = binding.metadata().uid();
    if (!uid.isEmpty() && !uid.equals(pod.metadata().uid())) {
      throw ApiErrors.conflict(
          resource,
          name,
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, pod.metadata().uid()));
    }
    if (pod.metadata().deletionTimestamp() != null) {
      throw ApiErrors.conflict(
          resource, name, "pod " + name + " is being deleted, cannot be assigned to a host");
    }
    if (!pod.spec().nodeName().isEmpty()) {
      throw ApiErrors.conflict(
          resource,
          name,
          "pod " + name + " is already assigned to node \"" + pod.spec().nodeName() + "\"");
    }
    if (!pod.spec().schedulingGates().isEmpty()) {
      throw ApiErrors.conflict(
          resource, name, "pod " + name + " has non-empty .spec.schedulingGates");
    }
    var labels = new TreeMap<>(pod.metadata().labels());
    labels.putAll(binding.metadata().labels());
    var annotations = new TreeMap<>(pod.metadata().annotations());
    annotations.putAll(binding.metadata().annotations());
    return pod.withMetadata(pod.metadata().with(m -> m.labels(labels).annotations(annotations)))
        .withSpec(pod.spec().with(s -> s.nodeName(binding.target().name())))
        .withStatus(pod.status().with(s -> s.conditions(scheduled(pod, now))));
  }

  private static List<PodCondition> scheduled(Pod pod, Instant now) {
    var conditions = new ArrayList<>(pod.status().conditions());
    conditions.removeIf(condition -> condition.type().equals("PodScheduled"));
    conditions.add(
        PodCondition.builder().type("PodScheduled").status("True").lastTransitionTime(now).build());
    return conditions;
  }
}
