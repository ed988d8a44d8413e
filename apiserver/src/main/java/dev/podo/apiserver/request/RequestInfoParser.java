package dev.podo.apiserver.request;

import dev.podo.apiserver.http.HttpRequest;
import dev.podo.apiserver.http.Query;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.model.selector.FieldPredicate;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Reads the URLs of the API:
///
///     /api/v1/namespaces/{namespace}/{resource}/{name}/{subresource}
///     /apis/{group}/{version}/{resource}/{name}
///     /api/v1/watch/…                         (the old form of a watch)
public final class RequestInfoParser {
  // Methods that the API does not have; nothing is served for them.
  private static final String UNKNOWN = "";

  private RequestInfoParser() {}

  /// @throws dev.podo.machinery.errors.ApiException `BadRequest` when an escape in the path is
  ///   malformed
  public static RequestInfo parse(HttpRequest request) {
    var path = decode(request.rawPath());
    var method = request.method();
    var segments = segments(path);
    var isCore = !segments.isEmpty() && segments.getFirst().equals("api");
    var isGroup = !segments.isEmpty() && segments.getFirst().equals("apis");
    var prefix = isCore ? 2 : 3;
    if (!(isCore || isGroup) || segments.size() <= prefix) {
      return RequestInfo.ofPath(verbOfPath(method), path);
    }
    var group = isCore ? "" : segments.get(1);
    var version = segments.get(prefix - 1);
    var rest = segments.subList(prefix, segments.size());
    var watchByPath = rest.getFirst().equals("watch");
    if (watchByPath) {
      rest = rest.subList(1, rest.size());
      if (rest.isEmpty()) {
        return RequestInfo.ofPath(verbOfPath(method), path);
      }
    }
    var target = target(group, version, rest);
    var verb =
        watchByPath
            ? reads(method) ? "watch" : UNKNOWN
            : connects(target, method) ? "create" : verb(method, target.name(), request.query());
    return new RequestInfo(true, verb, path, nameFromSelector(verb, target, request.query()));
  }

  private static RequestInfo.Target target(String group, String version, List<String> rest) {
    var namespace = "";
    var parts = rest;
    if (rest.getFirst().equals("namespaces") && rest.size() > 1) {
      namespace = rest.get(1);
      // namespaces/NAME and its own subresources are about the Namespace itself.
      var ofNamespace =
          rest.size() == 2 || rest.get(2).equals("status") || rest.get(2).equals("finalize");
      if (!ofNamespace) {
        parts = rest.subList(2, rest.size());
      }
    }
    return new RequestInfo.Target(
        group,
        version,
        namespace,
        parts.getFirst(),
        parts.size() > 1 ? parts.get(1) : "",
        parts.size() > 2 ? parts.get(2) : "",
        parts.size() > 3 ? String.join("/", parts.subList(3, parts.size())) : "");
  }

  private static boolean reads(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  /// Talking to a process is more than reading, though a GET begins it (KEP-4006).
  private static boolean connects(RequestInfo.Target target, String method) {
    return reads(method)
        && target.group().isEmpty()
        && target.resource().equals("pods")
        && switch (target.subresource()) {
          case "exec", "attach", "portforward" -> true;
          default -> false;
        };
  }

  private static String verb(String method, String name, Query query) {
    return switch (method) {
      case "GET", "HEAD" -> !name.isEmpty() ? "get" : query.flag("watch") ? "watch" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
      case "OPTIONS" -> "options"; // What is proxied may have it.
      default -> UNKNOWN;
    };
  }

  /// The method itself, if it is one: `get` is not `GET` (RFC 9110, 9.1).
  private static String verbOfPath(String method) {
    var verb = method.toLowerCase(Locale.ROOT);
    return verb.toUpperCase(Locale.ROOT).equals(method) ? verb : UNKNOWN;
  }

  /// A list or watch of a single object by field selector is authorized by the object's name.
  private static RequestInfo.Target nameFromSelector(
      String verb, RequestInfo.Target target, Query query) {
    var isCollection =
        verb.equals("list") || verb.equals("watch") || verb.equals("deletecollection");
    var selector = query.first("fieldSelector");
    if (!isCollection || selector.isEmpty() || !target.name().isEmpty()) {
      return target;
    }
    try {
      var name = FieldPredicate.parse(selector).exactValue("metadata.name");
      return name == null || name.isEmpty()
          ? target
          : new RequestInfo.Target(
              target.group(),
              target.version(),
              target.namespace(),
              target.resource(),
              name,
              "",
              "");
    } catch (IllegalArgumentException malformed) {
      return target; // The verb itself will say what is wrong with it.
    }
  }

  /// As upstream: escaped slashes divide like others, slashes at the end are of no account, and
  /// what stands between two is something, though empty. Nothing is served below `//`.
  private static List<String> segments(String path) {
    var end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return end == 0 || path.startsWith("//")
        ? List.of()
        : List.of(path.substring(path.startsWith("/") ? 1 : 0, end).split("/", -1));
  }

  private static String decode(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    try {
      // In paths, unlike in queries, a plus sign is a plus sign.
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiErrors.badRequest("the path of the URL is malformed");
    }
  }
}
