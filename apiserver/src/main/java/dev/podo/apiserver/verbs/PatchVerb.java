package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.client.Patch;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;

/// PATCH: of an object, or of a part of it. The patch is applied to whatever version is there; who
/// wants a certain one says so in the patch.
public final class PatchVerb {
  private final Change change;
  private final ApplyVerb apply;

  public PatchVerb(Backend backend) {
    this.change = new Change(backend);
    this.apply = new ApplyVerb(backend);
  }

  public <T extends ApiObject> Answer answer(Call call, Kind<T> kind) throws InterruptedException {
    return part(call, kind, Part.main(kind));
  }

  <T extends ApiObject> Answer part(Call call, Kind<T> kind, Part<T> part)
      throws InterruptedException {
    var options = call.input().writeOptions();
    var given = call.input().patch(call.notes());
    if (given.patch() instanceof Patch.Apply config) {
      return apply.answer(call, kind, part, config);
    }
    var patcher = new Patcher(options.fieldValidation(), call.notes());
    var stored =
        change.apply(
            call,
            kind,
            part,
            current -> Identity.named(kind, patcher.apply(kind, given, current), call.info()),
            options.dryRun());
    return new Answer.OfObject<>(200, kind, stored);
  }
}
