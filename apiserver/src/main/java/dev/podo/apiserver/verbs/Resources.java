package dev.podo.apiserver.verbs;

import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.chain.Dispatch;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.foundation.Scope;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.GroupResource;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.model.ApiObject;

/// Finds the kind that a request is about and the verb that answers it.
public final class Resources implements Dispatch.Handler {
  private final LiveCatalogue catalogue;
  private final Get get;
  private final ListVerb list;
  private final WatchVerb watch;
  private final Create create;
  private final Update update;
  private final PatchVerb patch;
  private final Delete delete;
  private final DeleteCollection deleteCollection;
  private final ScaleVerb scale;
  private final Actions actions;

  /// @param scope of the threads that work for more than one request
  public Resources(LiveCatalogue catalogue, Backend backend, Actions actions, Scope scope) {
    this.catalogue = catalogue;
    this.get = new Get(backend);
    this.list = new ListVerb(backend);
    this.watch = new WatchVerb(backend, new Retirements(catalogue), scope);
    this.create = new Create(backend);
    this.update = new Update(backend);
    this.patch = new PatchVerb(backend);
    this.delete = new Delete(backend);
    this.deleteCollection = new DeleteCollection(backend);
    this.scale = new ScaleVerb(backend);
    this.actions = actions;
  }

  @Override
  public Answer answer(Call call) throws InterruptedException {
    var info = call.info();
    var kind = catalogue.find(info.group(), info.version(), info.resource());
    if (kind == null) {
      throw ApiErrors.notFoundPath();
    }
    if (!kind.deprecation().isEmpty()) {
      call.notes().warn(kind.deprecation());
    }
    return answer(call, kind);
  }

  private <T extends ApiObject> Answer answer(Call call, Kind<T> kind) throws InterruptedException {
    var info = call.info();
    if (call.http() != null) {
      Paths.check(kind, info);
    }
    if (info.subresource().isEmpty()) {
      return kind.isStored() ? ofObject(call, kind) : actions.answer(call, kind);
    }
    var subresource = kind.subresource(info.subresource());
    if (subresource == null) {
      throw ApiErrors.notFoundPath();
    }
    var part = subresource.isStatus() ? Part.status(kind) : Part.named(kind, subresource.name());
    if (part != null) {
      return ofPart(call, kind, subresource, part);
    }
    return subresource.isScale() ? ofScale(call, kind) : actions.answer(call, kind);
  }

  private <T extends ApiObject> Answer ofObject(Call call, Kind<T> kind)
      throws InterruptedException {
    var verb = call.info().verb();
    if (!kind.verbs().contains(verb) || !fits(verb, call, kind)) {
      throw notAllowed(call, kind);
    }
    call.input().checkAccepted(kind);
    return switch (verb) {
      case "get" -> get.answer(call, kind);
      case "list" -> list.answer(call, kind);
      case "watch" -> watch.answer(call, kind);
      case "create" -> create.answer(call, kind);
      case "update" -> update.answer(call, kind);
      case "patch" -> patch.answer(call, kind);
      case "delete" -> delete.answer(call, kind);
      case "deletecollection" -> deleteCollection.answer(call, kind);
      default -> throw notAllowed(call, kind);
    };
  }

  /// Objects are created at their collection, and changed at a path of their own.
  private static boolean fits(String verb, Call call, Kind<?> kind) {
    return call.http() == null
        || switch (verb) {
          case "create" -> call.info().name().isEmpty() && isOfOneNamespace(call, kind);
          case "deletecollection" -> isOfOneNamespace(call, kind);
          case "update", "patch" -> !call.info().name().isEmpty();
          default -> true;
        };
  }

  /// All namespaces at once can only be read.
  private static boolean isOfOneNamespace(Call call, Kind<?> kind) {
    return !kind.namespaced() || !call.info().namespace().isEmpty();
  }

  private <T extends ApiObject> Answer ofPart(
      Call call, Kind<T> kind, Subresource subresource, Part<T> part) throws InterruptedException {
    var verb = call.info().verb();
    if (!subresource.verbs().contains(verb)) {
      throw notAllowed(call, kind);
    }
    call.input().checkAccepted(kind);
    return switch (verb) {
      case "get" -> get.answer(call, kind);
      case "update" -> update.part(call, kind, part);
      case "patch" -> patch.part(call, kind, part);
      default -> throw notAllowed(call, kind);
    };
  }

  private <T extends ApiObject> Answer ofScale(Call call, Kind<T> kind)
      throws InterruptedException {
    return switch (call.info().verb()) {
      case "get" -> scale.get(call, kind);
      case "update" -> scale.update(call, kind);
      case "patch" -> scale.patch(call, kind);
      default -> throw notAllowed(call, kind);
    };
  }

  /// Upstream has paths of its own for each built-in kind, and one handler for all others.
  static RuntimeException notAllowed(Call call, Kind<?> kind) {
    // Who watches comes to where lists are: that is a path that a kind has.
    var isWatch = call.info().verb().equals("watch") && kind.verbs().contains("list");
    if (!kind.schema().equals(DynamicObject.SCHEMA) && !isWatch) {
      return ApiErrors.methodNotAllowed();
    }
    var part = call.info().subresource();
    var resource =
        part.isEmpty()
            ? kind.groupResource()
            : new GroupResource(kind.group(), kind.plural() + "/" + part);
    return ApiErrors.methodNotAllowed(resource, call.info().verb());
  }
}
