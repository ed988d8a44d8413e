package dev.podo.apiserver.openapi.operations;

import dev.podo.apiserver.openapi.definitions.Definitions;
import dev.podo.apiserver.openapi.definitions.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes the paths of a document.
public final class PathWriter {
  private final Dialect dialect;
  private final SharedParameters shared;

  /// @param shared what v2 refers to
  public PathWriter(Dialect dialect, SharedParameters shared) {
    this.dialect = dialect;
    this.shared = shared;
  }

  public Map<String, Object> tree(PathItem item) {
    var common = item.common();
    var out = new TreeMap<String, Object>();
    if (!common.isEmpty()) {
      out.put("parameters", common.stream().map(this::parameter).toList());
    }
    for (var operation : item.operations()) {
      out.put(operation.method(), operation(operation, common));
    }
    return out;
  }

  private Map<String, Object> operation(Operation operation, List<Parameter> common) {
    var identity = operation.identity();
    var out = new TreeMap<String, Object>();
    out.put("description", identity.description());
    out.put("operationId", identity.id());
    out.put("tags", List.of(identity.tag()));
    var parameters = new ArrayList<Object>();
    operation.parameters().stream()
        .filter(parameter -> !common.contains(parameter))
        .forEach(parameter -> parameters.add(parameter(parameter)));
    if (dialect == Dialect.V2) {
      requestV2(operation.content(), parameters, out);
    } else {
      requestV3(operation.content(), out);
    }
    if (!parameters.isEmpty()) {
      out.put("parameters", parameters);
    }
    out.put("responses", responses(operation.content()));
    if (!identity.action().isEmpty()) {
      out.put("x-kubernetes-action", identity.action());
    }
    var gvk = identity.gvk();
    if (gvk != null) {
      out.put("x-kubernetes-group-version-kind", Definitions.tree(gvk));
    }
    return out;
  }

  private void requestV2(
      Operation.Content content, List<Object> parameters, Map<String, Object> out) {
    var body = content.body();
    if (body != null) {
      parameters.addFirst(shared.body(body));
    }
    if (!content.consumes().isEmpty()) {
      out.put("consumes", content.consumes());
    }
    if (!content.produces().isEmpty()) {
      out.put("produces", content.produces());
    }
    out.put("schemes", List.of("https"));
  }

  private void requestV3(Operation.Content content, Map<String, Object> out) {
    var body = content.body();
    if (body != null) {
      var request = new TreeMap<String, Object>();
      request.put("content", content(content.consumes(), body.type()));
      if (body.required()) {
        request.put("required", true);
      }
      out.put("requestBody", request);
    }
  }

  private Map<String, Object> content(List<String> mediaTypes, String type) {
    var out = new TreeMap<String, Object>();
    mediaTypes.forEach(media -> out.put(media, Map.of("schema", schema(type))));
    return out;
  }

  private Map<String, Object> schema(String type) {
    return type.equals(Operation.TEXT) ? Map.of("type", type) : dialect.reference(type);
  }

  private Map<String, Object> responses(Operation.Content content) {
    var out = new TreeMap<String, Object>();
    content
        .responses()
        .forEach((code, type) -> {
          var response = new TreeMap<String, Object>();
          response.put("description", text(code));
          if (!type.equals(Operation.NOTHING)) {
            if (dialect == Dialect.V2) {
              response.put("schema", schema(type));
            } else {
              response.put("content", content(content.produces(), type));
            }
          }
          out.put(Integer.toString(code), response);
        });
    return out;
  }

  private static String text(int code) {
    return switch (code) {
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 401 -> "Unauthorized";
      default -> "OK";
    };
  }

  private Map<String, Object> parameter(Parameter parameter) {
    if (dialect == Dialect.V2) {
      return shared.parameter(parameter);
    }
    var out = parameter.head();
    var schema = new TreeMap<String, Object>();
    schema.put("type", parameter.type());
    schema.put("uniqueItems", true);
    out.put("schema", schema);
    return out;
  }
}
