package dev.podo.apiserver.inprocess;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.chain.Chain;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.Input;
import dev.podo.apiserver.request.Notes;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.client.Api;
import dev.podo.client.CallInterruptedException;
import dev.podo.client.ListOptions;
import dev.podo.client.Page;
import dev.podo.client.Patch;
import dev.podo.client.SubresourceCall;
import dev.podo.client.WatchOptions;
import dev.podo.client.WatchStream;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.APIResourceList;
import dev.podo.model.meta.v1.DeleteOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The client port for one identity of this process.
public final class InProcessApi implements Api {
  private final Chain chain;
  private final UserInfo user;
  private final Clock clock;

  /// @param chain the request path behind authentication
  public InProcessApi(Chain chain, UserInfo user, Clock clock) {
    this.chain = chain;
    this.user = user;
    this.clock = clock;
  }

  @Override
  public <T extends ApiObject> T get(Kind<T> kind, String namespace, String name) {
    return object(kind, run("get", target(kind, namespace, name, ""), DirectInput.NOTHING));
  }

  @Override
  public <T extends ApiObject> Page<T> list(Kind<T> kind, ListOptions options) {
    var target = target(kind, options.namespace(), nameIn(options), "");
    if (!(run("list", target, DirectInput.of(options)) instanceof Answer.OfList<?> list)) {
      throw new IllegalStateException("a list was not answered with a list");
    }
    var items = items(kind, list);
    var metadata = list.metadata();
    return new Page<>(
        items, metadata.resourceVersion(), metadata.continue_(), metadata.remainingItemCount());
  }

  /// By the kind that answered: a caller may know a kind of another day.
  private static <T extends ApiObject, S extends ApiObject> List<T> items(
      Kind<T> kind, Answer.OfList<S> list) {
    return list.items().stream().map(stored -> kind.cast(stored.as(list.kind()))).toList();
  }

  private static String nameIn(ListOptions options) {
    var name = options.fields().exactValue("metadata.name");
    return name == null ? "" : name;
  }

  @Override
  public <T extends ApiObject> WatchStream<T> watch(Kind<T> kind, WatchOptions options) {
    var name = options.fields().exactValue("metadata.name");
    var target = target(kind, options.namespace(), name == null ? "" : name, "");
    if (run("watch", target, DirectInput.of(options)) instanceof Answer.OfWatch<?> watch) {
      return new DirectWatch<>(kind, watch, clock);
    }
    throw new IllegalStateException("a watch was not answered with a watch");
  }

  @Override
  public <T extends ApiObject> T create(Kind<T> kind, T object, WriteOptions options) {
    var target = target(kind, object.metadata().namespace(), "", "");
    return object(kind, run("create", target, DirectInput.of(object, options)));
  }

  @Override
  public <T extends ApiObject> T update(Kind<T> kind, T object, WriteOptions options) {
    var target = target(kind, object.metadata().namespace(), object.metadata().name(), "");
    return object(kind, run("update", target, DirectInput.of(object, options)));
  }

  @Override
  public <T extends ApiObject> T updateStatus(Kind<T> kind, T object, WriteOptions options) {
    var target = target(kind, object.metadata().namespace(), object.metadata().name(), "status");
    return object(kind, run("update", target, DirectInput.of(object, options)));
  }

  @Override
  public <T extends ApiObject> T patch(
      Kind<T> kind,
      String namespace,
      String name,
      Patch patch,
      String subresource,
      WriteOptions options) {
    var target = target(kind, namespace, name, subresource);
    var answer = run("patch", target, DirectInput.of(patch, options));
    // A scale is answered with a Scale; who patches through this port wants the object.
    return answer instanceof Answer.OfObject<?> ? object(kind, answer) : get(kind, namespace, name);
  }

  @Override
  public <T extends ApiObject> @Nullable T delete(
      Kind<T> kind, String namespace, String name, DeleteOptions options) {
    var answer = run("delete", target(kind, namespace, name, ""), DirectInput.of(null, options));
    return answer instanceof Answer.OfObject<?> ? object(kind, answer) : null;
  }

  @Override
  public <T extends ApiObject> void deleteCollection(
      Kind<T> kind, ListOptions which, DeleteOptions options) {
    run(
        "deletecollection",
        target(kind, which.namespace(), "", ""),
        DirectInput.of(which, options));
  }

  @Override
  public <B extends Struct, R extends Struct> R createSubresource(
      Kind<?> kind,
      String namespace,
      String name,
      SubresourceCall<B, R> call,
      WriteOptions options) {
    // Finalizing replaces a part of the object; all other actions are posted.
    var verb = call.subresource().equals("finalize") ? "update" : "create";
    var target = target(kind, namespace, name, call.subresource());
    return switch (run(verb, target, DirectInput.of(call.body(), options))) {
      case Answer.OfValue(var code, var value) -> call.result().type().cast(value);
      case Answer.OfObject<?> object -> call.result().type().cast(object.object());
      case Answer.OfList<?> other -> throw unexpected(call.subresource());
      case Answer.OfWatch<?> other -> throw unexpected(call.subresource());
      case Answer.OfDocument other -> throw unexpected(call.subresource());
      case Answer.OfConversation other -> throw unexpected(call.subresource());
    };
  }

  private static IllegalStateException unexpected(String subresource) {
    return new IllegalStateException(subresource + " was not answered with a value");
  }

  @Override
  public APIResourceList extensionResources(GroupVersion version) {
    var path = (version.group().isEmpty() ? "/api/" : "/apis/") + version;
    return switch (run(RequestInfo.ofPath("get", path), DirectInput.NOTHING)) {
      case Answer.OfValue(var code, APIResourceList resources) -> resources;
      default -> throw ApiErrors.badRequest(path + " is not served by another server");
    };
  }

  private Answer run(String verb, RequestInfo.Target target, Input input) {
    return run(RequestInfo.of(verb, target), input);
  }

  private Answer run(RequestInfo info, Input input) {
    var call = new Call(info, user, Deadline.never(), input, new Notes(), null);
    try {
      return chain.run(call);
    } catch (InterruptedException e) {
      throw new CallInterruptedException(e);
    }
  }

  private static RequestInfo.Target target(
      Kind<?> kind, String namespace, String name, String subresource) {
    // As in URLs: a Namespace lies in itself.
    var in = kind.group().isEmpty() && kind.plural().equals("namespaces") ? name : namespace;
    return new RequestInfo.Target(
        kind.group(), kind.version(), in, kind.plural(), name, subresource, "");
  }

  private static <T extends ApiObject> T object(Kind<T> kind, Answer answer) {
    if (answer instanceof Answer.OfObject<?> object) {
      return kind.cast(object.object());
    }
    throw new IllegalStateException("an object was asked for, but not answered with");
  }
}
