package dev.podo.apiserver.openapi.operations;

import dev.podo.apiserver.openapi.definitions.Definitions;
import dev.podo.apiserver.openapi.operations.Operation.Body;
import dev.podo.apiserver.openapi.operations.Operation.Content;
import dev.podo.apiserver.openapi.operations.Operation.Identity;
import dev.podo.apiserver.verbs.Deletions;
import dev.podo.foundation.Check;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.model.Schemas;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.meta.v1.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// What can be done with the objects of one kind.
public final class KindOperations {
  private final Described described;
  private final Kind<?> kind;
  private final String name;
  private final OperationNames names;
  private final MediaTypes media;

  public KindOperations(Described described) {
    this.described = described;
    this.kind = described.kind();
    this.name = kind.kind();
    this.names = new OperationNames(kind.groupVersion());
    this.media = described.media();
  }

  public List<PathItem> paths() {
    var root = (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion() + "/";
    var place = (kind.namespaced() ? "namespaces/{namespace}/" : "") + kind.plural();
    var paths = new ArrayList<PathItem>();
    add(paths, root + place, collection());
    add(paths, root + place + "/{name}", item());
    if (kind.namespaced() && described.can("list")) {
      add(paths, root + kind.plural(), List.of(list("ForAllNamespaces")));
    }
    for (var subresource : kind.subresources()) {
      var path = root + place + "/{name}/" + subresource.name();
      add(paths, path, subresource(subresource, ""));
      if (subresource.name().equals("proxy")) {
        add(paths, path + "/{path}", subresource(subresource, "WithPath"));
      }
    }
    if (described.can("watch") && !described.custom()) {
      watches(paths, root, place);
    }
    return paths;
  }

  private static void add(List<PathItem> paths, String path, List<Operation> operations) {
    if (!operations.isEmpty()) {
      paths.add(new PathItem(path, operations));
    }
  }

  private List<Parameter> inNamespace() {
    return kind.namespaced()
        ? List.of(Parameters.NAMESPACE, Parameters.PRETTY)
        : List.of(Parameters.PRETTY);
  }

  private List<Parameter> named(String what) {
    return Parameters.plus(inNamespace(), Parameters.name(what));
  }

  private static List<Parameter> join(List<Parameter> some, List<Parameter> more) {
    return Parameters.plus(some, more.toArray(Parameter[]::new));
  }

  private Identity identity(String verb, String rest, String description, String action) {
    return identity(verb, rest, description, action, kind.gvk());
  }

  private Identity identity(
      String verb, String rest, String description, String action, GroupVersionKind gvk) {
    return new Identity(names.id(verb, rest), description, names.tag(), action, gvk);
  }

  private Content reading(String type, List<String> produces) {
    return new Content(
        null, described.custom() ? media.read() : MediaTypes.ANY, produces, ok(type));
  }

  private static SortedMap<Integer, String> ok(String type, int... codes) {
    var responses = new TreeMap<Integer, String>();
    responses.put(200, type);
    for (var code : codes) {
      responses.put(code, type);
    }
    responses.put(401, Operation.NOTHING);
    return responses;
  }

  private Operation list(String suffix) {
    var verb = described.can("watch") && !described.custom() ? "list or watch" : "list";
    var rest = suffix.isEmpty() ? described.scope() + name : name + suffix;
    return new Operation(
        "get",
        identity("list", rest, verb + " objects of kind " + name, "list"),
        reading(described.list(), media.streamed()),
        join(suffix.isEmpty() ? inNamespace() : List.of(Parameters.PRETTY), Parameters.LISTING));
  }

  private List<Operation> collection() {
    var operations = new ArrayList<Operation>();
    var rest = described.scope() + name;
    if (described.can("list")) {
      operations.add(list(""));
    }
    if (described.can("create")) {
      operations.add(
          new Operation(
              "post",
              identity("create", rest, "create " + OperationNames.any(name), "post"),
              new Content(
                  new Body(described.object(), true),
                  media.read(),
                  media.written(),
                  ok(described.object(), 201, 202)),
              join(inNamespace(), Parameters.WRITING)));
    }
    if (described.can("deletecollection")) {
      operations.add(
          new Operation(
              "delete",
              identity(
                  "delete",
                  "Collection" + rest,
                  "delete collection of " + name,
                  "deletecollection"),
              new Content(deleteOptions(), media.read(), media.written(), ok(Status.SCHEMA.name())),
              join(inNamespace(), Parameters.REMOVING_MANY)));
    }
    return operations;
  }

  private static Body deleteOptions() {
    return new Body(DeleteOptions.SCHEMA.name(), false);
  }

  private List<Operation> item() {
    var operations = new ArrayList<Operation>();
    var self = new Part("", name, described.object(), kind.gvk());
    if (described.can("get")) {
      operations.add(read(self));
    }
    if (described.can("update")) {
      operations.add(replace(self));
    }
    if (described.can("patch")) {
      operations.add(patch(self));
    }
    if (described.can("delete")) {
      var type = Deletions.tellsObject(kind) ? described.object() : Status.SCHEMA.name();
      operations.add(
          new Operation(
              "delete",
              identity(
                  "delete",
                  described.scope() + name,
                  "delete " + OperationNames.any(name),
                  "delete"),
              new Content(deleteOptions(), media.read(), media.written(), ok(type, 202)),
              join(named(name), Parameters.REMOVING)));
    }
    return operations;
  }

  /// The object, or a subresource of it.
  ///
  /// @param subresource "" for the object itself
  /// @param kind of what is exchanged
  /// @param type of what is exchanged
  private record Part(String subresource, String kind, String type, GroupVersionKind gvk) {
    String of() {
      return subresource.isEmpty() ? "" : subresource + " of ";
    }
  }

  private String rest(Part part) {
    return described.scope()
        + name
        + (part.subresource().isEmpty() ? "" : OperationNames.capital(part.subresource()));
  }

  private Operation read(Part part) {
    var description = "read " + part.of() + "the specified " + name;
    return new Operation(
        "get",
        identity("read", rest(part), description, "get", part.gvk()),
        reading(part.type(), media.written()),
        described.custom()
            ? join(named(part.kind()), Parameters.READING_CUSTOM)
            : named(part.kind()));
  }

  private Operation replace(Part part) {
    var description = "replace " + part.of() + "the specified " + name;
    return new Operation(
        "put",
        identity("replace", rest(part), description, "put", part.gvk()),
        new Content(
            new Body(part.type(), true), media.read(), media.written(), ok(part.type(), 201)),
        join(named(part.kind()), Parameters.WRITING));
  }

  private Operation patch(Part part) {
    var description = "partially update " + part.of() + "the specified " + name;
    return new Operation(
        "patch",
        identity("patch", rest(part), description, "patch", part.gvk()),
        new Content(
            new Body(Definitions.PATCH, true),
            media.patched(),
            media.written(),
            ok(part.type(), 201)),
        join(named(part.kind()), Parameters.PATCHING));
  }

  private Operation create(Part part) {
    var description = "create " + part.of() + OperationNames.any(name);
    return new Operation(
        "post",
        identity("create", rest(part), description, "post", part.gvk()),
        new Content(
            new Body(part.type(), true), media.read(), media.written(), ok(part.type(), 201, 202)),
        join(named(part.kind()), Parameters.WRITING));
  }

  private List<Operation> subresource(Subresource subresource, String suffix) {
    var gvk = subresource.exchanged() == null ? kind.gvk() : subresource.exchanged();
    if (gvk.kind().endsWith("Options")) {
      return connect(subresource, gvk, suffix);
    }
    if (subresource.name().equals("log")) {
      return List.of(log());
    }
    var type = gvk.equals(kind.gvk()) ? described.object() : typeOf(gvk);
    var part = new Part(subresource.name(), gvk.kind(), type, gvk);
    var operations = new ArrayList<Operation>();
    for (var verb : subresource.verbs()) {
      switch (verb) {
        case "get" -> operations.add(read(part));
        case "update" -> operations.add(replace(part));
        case "patch" -> operations.add(patch(part));
        case "create" -> operations.add(create(part));
        default -> throw new IllegalStateException(verb + " of " + subresource.name());
      }
    }
    return operations;
  }

  private static String typeOf(GroupVersionKind gvk) {
    var schema = Schemas.ofKind(gvk.apiVersion(), gvk.kind());
    return Check.notNull(schema, "no type is known of " + gvk).name();
  }

  private Operation log() {
    return new Operation(
        "get",
        identity(
            "read", described.scope() + name + "Log", "read log of the specified " + name, "get"),
        reading(Operation.TEXT, textOr(media.written())),
        join(named(name), Parameters.logging()));
  }

  private static List<String> textOr(List<String> types) {
    var all = new ArrayList<>(List.of("text/plain"));
    all.addAll(types);
    return all;
  }

  private List<Operation> connect(Subresource subresource, GroupVersionKind gvk, String suffix) {
    var parameters = new ArrayList<>(List.of(Parameters.name(gvk.kind())));
    if (kind.namespaced()) {
      parameters.add(Parameters.NAMESPACE);
    }
    if (!suffix.isEmpty()) {
      parameters.add(Parameters.PATH);
    }
    parameters.addAll(Parameters.connecting(gvk.kind()));
    var methods =
        subresource.name().equals("proxy")
            ? List.of("delete", "get", "head", "options", "patch", "post", "put")
            : List.of("get", "post");
    var operations = new ArrayList<Operation>();
    for (var method : methods) {
      var upper = method.toUpperCase(Locale.ROOT);
      var rest =
          OperationNames.capital(method)
              + described.scope()
              + name
              + OperationNames.capital(subresource.name())
              + suffix;
      operations.add(
          new Operation(
              method,
              identity(
                  "connect",
                  rest,
                  "connect " + upper + " requests to " + subresource.name() + " of " + name,
                  "connect",
                  gvk),
              new Content(null, MediaTypes.ANY, MediaTypes.ANY, ok(Operation.TEXT)),
              parameters));
    }
    return operations;
  }

  /// The old places of watches.
  private void watches(List<PathItem> paths, String root, String place) {
    var listed =
        "watch individual changes to a list of "
            + name
            + ". deprecated: use the 'watch' parameter with a list operation instead.";
    var single =
        "watch changes to an object of kind "
            + name
            + ". deprecated: use the 'watch' parameter with a list operation instead, filtered to a"
            + " single item with the 'fieldSelector' parameter.";
    var rest = described.scope() + name;
    if (described.can("list")) {
      add(
          paths,
          root + "watch/" + place,
          List.of(watch(identity("watch", rest + "List", listed, "watchlist"), inNamespace())));
      if (kind.namespaced()) {
        var everywhere = identity("watch", name + "ListForAllNamespaces", listed, "watchlist");
        add(
            paths,
            root + "watch/" + kind.plural(),
            List.of(watch(everywhere, List.of(Parameters.PRETTY))));
      }
    }
    add(
        paths,
        root + "watch/" + place + "/{name}",
        List.of(watch(identity("watch", rest, single, "watch"), named(name))));
  }

  private Operation watch(Identity identity, List<Parameter> where) {
    return new Operation(
        "get",
        identity,
        reading(WatchEvent.SCHEMA.name(), media.streamed()),
        join(where, Parameters.LISTING));
  }
}
