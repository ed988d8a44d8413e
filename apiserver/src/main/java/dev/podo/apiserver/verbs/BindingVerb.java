package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.GroupResource;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kinds.pod.PodBinding;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.core.v1.Binding;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.meta.v1.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
    var errors = PodBinding.validate(binding);
    if (!errors.isEmpty()) {
      throw ApiErrors.badRequest(FieldError.summary(errors));
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
    var of = pod.metadata();
    checkSame("UID", binding.metadata().uid(), of.uid(), of.name());
    checkSame(
        "ResourceVersion", binding.metadata().resourceVersion(), of.resourceVersion(), of.name());
    var obstacle = PodBinding.obstacle(pod);
    if (obstacle != null) {
      throw ApiErrors.conflict(new GroupResource("", "pods/binding"), of.name(), obstacle);
    }
    return PodBinding.bound(pod, binding.target().name(), binding.metadata(), now);
  }

  private static void checkSame(String what, String asked, String found, String pod) {
    if (!asked.isEmpty() && !asked.equals(found)) {
      throw ApiErrors.conflict(
          Pods.KIND.groupResource(),
          pod,
          "Precondition failed: %s in precondition: %s, %s in object meta: %s"
              .formatted(what, asked, what, found));
    }
  }
}
