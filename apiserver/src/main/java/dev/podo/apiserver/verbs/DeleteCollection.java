package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.DeleteOptions;

/// DELETE of a collection: of each object that is in it when the request comes.
public final class DeleteCollection {
  private final ListVerb list;
  private final Delete delete;

  public DeleteCollection(Backend backend) {
    this.list = new ListVerb(backend);
    this.delete = new Delete(backend);
  }

  public <T extends ApiObject> Answer answer(Call call, Kind<T> kind) throws InterruptedException {
    var options = call.input().deleteOptions();
    var found = list.list(call, kind, call.input().listOptions(call.info()));
    for (var item : found.items()) {
      deleteOne(call, kind, item, options);
    }
    return found;
  }

  private <T extends ApiObject> void deleteOne(
      Call call, Kind<T> kind, Stored item, DeleteOptions options) throws InterruptedException {
    var metadata = item.object().metadata();
    var info = call.info();
    var target =
        new RequestInfo.Target(
            info.group(),
            info.version(),
            metadata.namespace(),
            info.resource(),
            metadata.name(),
            "",
            "");
    try {
      delete.delete(
          call.withInfo(new RequestInfo(true, "delete", info.path(), target)),
          kind,
          metadata.name(),
          options);
    } catch (ApiException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }
}
