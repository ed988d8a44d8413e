package dev.podo.apiserver.openapi;

import dev.podo.apiserver.encoding.MediaType;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Writes what can be done at the paths of one kind.
final class PathWriter {
  private static final List<String> BODIES =
      List.of(MediaType.JSON, MediaType.YAML, MediaType.PROTOBUF);
  private static final List<String> PATCHES =
      List.of(
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json",
          "application/apply-patch+yaml");

  private final SchemaWriter schemas;
  private final Map<String, Object> paths = new TreeMap<>();

  PathWriter(SchemaWriter schemas) {
    this.schemas = schemas;
  }

  Map<String, Object> paths() {
    return paths;
  }

  <T extends ApiObject> void write(Kind<T> kind) {
    var root = (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion();
    var collection = root + (kind.namespaced() ? "/namespaces/{namespace}/" : "/") + kind.plural();
    paths.put(collection, collection(kind));
    if (kind.namespaced() && kind.verbs().contains("list")) {
      var everywhere = new LinkedHashMap<String, Object>();
      everywhere.put("get", operation(kind, "list", List.of(), kind.listSchema()));
      paths.put(root + "/" + kind.plural(), everywhere);
    }
    if (kind.verbs().contains("get")) {
      paths.put(collection + "/{name}", item(kind));
    }
    for (var subresource : kind.subresources()) {
      paths.put(collection + "/{name}/" + subresource.name(), subresource(kind, subresource));
    }
  }

  private <T extends ApiObject> Map<String, Object> collection(Kind<T> kind) {
    var out = new LinkedHashMap<String, Object>();
    if (kind.verbs().contains("list")) {
      out.put("get", operation(kind, "list", List.of(), kind.listSchema()));
    }
    if (kind.verbs().contains("create")) {
      var post = operation(kind, "post", writing(), kind.schema());
      post.put("requestBody", body(kind.schema(), BODIES));
      out.put("post", post);
    }
    out.put("parameters", pathParameters(kind, false));
    return out;
  }

  private <T extends ApiObject> Map<String, Object> item(Kind<T> kind) {
    var out = new LinkedHashMap<String, Object>();
    out.put("get", operation(kind, "get", List.of(), kind.schema()));
    if (kind.isStored()) {
      out.put("put", put(kind, kind.schema()));
      out.put("patch", patch(kind, kind.schema()));
      var delete = operation(kind, "delete", List.of(query("dryRun", "string")), Status.SCHEMA);
      delete.put("requestBody", body(DeleteOptions.SCHEMA, BODIES));
      out.put("delete", delete);
    }
    out.put("parameters", pathParameters(kind, true));
    return out;
  }

  private Map<String, Object> subresource(Kind<?> kind, Subresource subresource) {
    var out = new LinkedHashMap<String, Object>();
    for (var verb : subresource.verbs()) {
      switch (verb) {
        case "get" -> out.put("get", operation(kind, "get", List.of(), kind.schema()));
        case "update" -> out.put("put", put(kind, kind.schema()));
        case "patch" -> out.put("patch", patch(kind, kind.schema()));
        case "create" -> out.put("post", operation(kind, "post", writing(), Status.SCHEMA));
        default -> {
          // No other verb has a path of its own.
        }
      }
    }
    out.put("parameters", pathParameters(kind, true));
    return out;
  }

  private Map<String, Object> put(Kind<?> kind, Schema<?> schema) {
    var put = operation(kind, "put", writing(), schema);
    put.put("requestBody", body(schema, BODIES));
    return put;
  }

  private Map<String, Object> patch(Kind<?> kind, Schema<?> schema) {
    var patch = operation(kind, "patch", patching(), schema);
    var content = new TreeMap<String, Object>();
    PATCHES.forEach(type -> content.put(type, Map.of("schema", Map.of("type", "object"))));
    patch.put("requestBody", Map.of("content", content));
    return patch;
  }

  private Map<String, Object> operation(
      Kind<?> kind, String action, List<Object> parameters, Schema<?> answer) {
    var out = new LinkedHashMap<String, Object>();
    out.put("tags", List.of(tag(kind)));
    if (!parameters.isEmpty()) {
      out.put("parameters", parameters);
    }
    var ok = new LinkedHashMap<String, Object>();
    ok.put("description", "OK");
    ok.put("content", content(answer, BODIES));
    out.put("responses", Map.of("200", ok));
    out.put("x-kubernetes-action", action);
    out.put("x-kubernetes-group-version-kind", gvk(kind.gvk()));
    return out;
  }

  private static String tag(Kind<?> kind) {
    var group = kind.group().isEmpty() ? "core" : kind.group().split("\\.")[0];
    return group + "_" + kind.version().toLowerCase(Locale.ROOT);
  }

  static Map<String, Object> gvk(GroupVersionKind gvk) {
    var out = new LinkedHashMap<String, Object>();
    out.put("group", gvk.group());
    out.put("version", gvk.version());
    out.put("kind", gvk.kind());
    return out;
  }

  private Map<String, Object> body(Schema<?> schema, List<String> types) {
    return Map.of("content", content(schema, types));
  }

  private Map<String, Object> content(Schema<?> schema, List<String> types) {
    var reference = Map.of("schema", Map.of("$ref", schemas.reference(schema)));
    var content = new TreeMap<String, Object>();
    types.forEach(type -> content.put(type, reference));
    return content;
  }

  private static List<Object> writing() {
    return List.of(
        query("dryRun", "string"),
        query("fieldManager", "string"),
        query("fieldValidation", "string"));
  }

  private static List<Object> patching() {
    var parameters = new ArrayList<>(writing());
    parameters.add(query("force", "boolean"));
    return parameters;
  }

  private static Map<String, Object> query(String name, String type) {
    return parameter(name, "query", type, false);
  }

  private static List<Object> pathParameters(Kind<?> kind, boolean named) {
    var out = new ArrayList<Object>();
    if (named) {
      out.add(parameter("name", "path", "string", true));
    }
    if (kind.namespaced()) {
      out.add(parameter("namespace", "path", "string", true));
    }
    return out;
  }

  private static Map<String, Object> parameter(
      String name, String in, String type, boolean required) {
    var out = new LinkedHashMap<String, Object>();
    out.put("name", name);
    out.put("in", in);
    if (required) {
      out.put("required", true);
    }
    out.put("schema", Map.of("type", type));
    return out;
  }
}
