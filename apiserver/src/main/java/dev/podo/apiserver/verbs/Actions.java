package dev.podo.apiserver.verbs;

import dev.podo.apiserver.chain.Dispatch;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.kind.Kind;
import java.util.Map;
import java.util.TreeMap;

/// What is no reading or writing of objects, each with a handler of its own: subresources that are
/// actions, such as `pods/binding` and `pods/log`, and resources of which nothing is stored.
public final class Actions {
  private final Map<String, Dispatch.Handler> handlers = new TreeMap<>();

  /// @param resource as errors name it: `pods`, `tokenreviews.authentication.k8s.io`
  /// @param subresource "" for the resource itself
  /// @param verb `create`, `get`, `update`; a WebSocket upgrade by GET counts as `create`
  public Actions with(String resource, String subresource, String verb, Dispatch.Handler handler) {
    handlers.put(key(resource, subresource, verb), handler);
    return this;
  }

  Answer answer(Call call, Kind<?> kind) throws InterruptedException {
    var info = call.info();
    var handler = handlers.get(key(kind.toString(), info.subresource(), info.verb()));
    if (handler == null) {
      throw Resources.notAllowed(call, kind);
    }
    return handler.answer(call);
  }

  private static String key(String resource, String subresource, String verb) {
    return resource + "/" + subresource + " " + verb;
  }
}
