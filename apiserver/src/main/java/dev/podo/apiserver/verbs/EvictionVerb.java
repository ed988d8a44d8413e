package dev.podo.apiserver.verbs;

import dev.podo.apiserver.encoding.DeletionOptions;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.policy.v1.Eviction;
import java.util.List;

/// POST of `pods/eviction`: a deletion that asks first. Without PodDisruptionBudgets nobody says
/// no.
public final class EvictionVerb {
  private static final GroupVersionKind EVICTION = new GroupVersionKind("policy", "v1", "Eviction");

  private final Delete delete;

  public EvictionVerb(Backend backend) {
    this.delete = new Delete(backend);
  }

  public Answer answer(Call call) throws InterruptedException {
    var eviction = call.input().body(Eviction.SCHEMA, EVICTION, call.notes());
    var namespace = eviction.metadata().namespace();
    if (!namespace.isEmpty() && !namespace.equals(call.info().namespace())) {
      throw ApiErrors.badRequest(Identity.OTHER_NAMESPACE);
    }
    if (!eviction.metadata().name().equals(call.info().name())) {
      throw ApiErrors.badRequest("name in URL does not match name in Eviction object");
    }
    var given = eviction.deleteOptions();
    var options = given == null ? DeleteOptions.EMPTY : DeletionOptions.checked(given);
    var all =
        call.input().writeOptions().dryRun()
            ? options.with(o -> o.dryRun(List.of("All")))
            : options;
    delete.delete(call, Pods.KIND, call.info().name(), all);
    return new Answer.OfValue(201, Status.builder().status("Success").code(201).build());
  }
}
