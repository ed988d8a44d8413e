package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.core.v1.Namespace;
import java.util.List;

/// PUT of `namespaces/finalize`: removes what keeps a Namespace in being. With the last finalizer
/// the Namespace is gone.
public final class FinalizeVerb {
  private final Change change;

  public FinalizeVerb(Backend backend) {
    this.change = new Change(backend);
  }

  public Answer answer(Call call) throws InterruptedException {
    var kind = Namespaces.KIND;
    var body =
        Identity.placed(
            kind, call.input().body(kind.schema(), kind.gvk(), call.notes()), call.info());
    var stored =
        change.apply(call, kind, PART, current -> body, call.input().writeOptions().dryRun());
    return new Answer.OfObject<>(200, kind, stored);
  }

  private static final Part<Namespace> PART =
      new Part<>() {
        @Override
        public String subresource() {
          return "finalize";
        }

        @Override
        public Namespace prepare(Namespace now, Namespace old) {
          return Namespaces.prepareForFinalize(now, old);
        }

        @Override
        public List<FieldError> validate(Namespace now, Namespace old) {
          return Namespaces.validateFinalize(now, old);
        }
      };
}
