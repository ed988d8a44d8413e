package dev.podo.cel.function;

import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.PlainList;
import dev.podo.cel.value.PlainMap;
import java.util.ArrayList;

/// URLs and their parts.
final class Urls {
  static final String TYPE = "kubernetes.URL";

  private Urls() {}

  static void declare(Library library) {
    library.global(
        "string_to_url",
        "url",
        "(string) kubernetes.URL",
        args -> {
          var url = Url.parse((String) args[0]);
          if (url == null) {
            throw new EvaluationError(
                "URL parse error during conversion from string: parse \""
                    + args[0]
                    + "\": invalid URI for request");
          }
          return url;
        });
    library.global(
        "is_url_string", "isURL", "(string) bool", args -> Url.parse((String) args[0]) != null);
    library.member(
        "url_get_scheme", "getScheme", "(kubernetes.URL) string", args -> ((Url) args[0]).scheme());
    library.member(
        "url_get_host", "getHost", "(kubernetes.URL) string", args -> ((Url) args[0]).host());
    library.member(
        "url_get_hostname",
        "getHostname",
        "(kubernetes.URL) string",
        args -> ((Url) args[0]).hostname());
    library.member(
        "url_get_port", "getPort", "(kubernetes.URL) string", args -> ((Url) args[0]).port());
    library.member(
        "url_get_escaped_path",
        "getEscapedPath",
        "(kubernetes.URL) string",
        args -> ((Url) args[0]).escapedPath());
    library.member(
        "url_get_query",
        "getQuery",
        "(kubernetes.URL) map(string, list(string))",
        args -> query((Url) args[0]));
  }

  private static PlainMap query(Url url) {
    var keys = new ArrayList<Object>();
    var values = new ArrayList<Object>();
    for (var parameter : url.parameters().entrySet()) {
      keys.add(parameter.getKey());
      values.add(new PlainList(parameter.getValue()));
    }
    return PlainMap.of(keys, values);
  }
}
