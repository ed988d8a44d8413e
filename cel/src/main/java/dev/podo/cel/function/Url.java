package dev.podo.cel.function;

import dev.podo.cel.type.CelType;
import dev.podo.cel.value.Opaque;
import dev.podo.machinery.validation.IpAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An absolute URL, or an absolute path with a query.
record Url(String scheme, String host, String path, String query) implements Opaque {
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*");
  private static final Pattern PORT = Pattern.compile("\\d*");
  private static final Pattern HOST = Pattern.compile("[^\\s<>\"\\[\\]{}|\\\\^`%/?#@:]*");

  /// The URL that a text spells, as a request line would; null if it spells none.
  static @Nullable Url parse(String text) {
    if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return null;
    }
    var colon = text.indexOf(':');
    var scheme = "";
    var rest = text;
    if (!text.startsWith("/")) {
      if (colon <= 0 || !SCHEME.matcher(text.substring(0, colon)).matches()) {
        return null;
      }
      scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
      rest = text.substring(colon + 1);
    }
    var fragment = rest.indexOf('#');
    rest = fragment < 0 ? rest : rest.substring(0, fragment);
    var mark = rest.indexOf('?');
    var query = mark < 0 ? "" : rest.substring(mark + 1);
    var place = mark < 0 ? rest : rest.substring(0, mark);
    if (scheme.isEmpty() || !place.startsWith("//")) {
      return isEscaped(place) && (place.startsWith("/") || !scheme.isEmpty())
          ? new Url(scheme, "", place.startsWith("/") ? place : "", query)
          : null;
    }
    var slash = place.indexOf('/', 2);
    var authority = slash < 0 ? place.substring(2) : place.substring(2, slash);
    var host = authority.substring(authority.lastIndexOf('@') + 1);
    var path = slash < 0 ? "" : place.substring(slash);
    return isHost(host) && isEscaped(path) ? new Url(scheme, host, path, query) : null;
  }

  private static boolean isHost(String host) {
    if (host.startsWith("[")) {
      var end = host.indexOf(']');
      if (end < 0) {
        return false;
      }
      var zone = host.indexOf("%25");
      var address = host.substring(1, zone > 0 && zone < end ? zone : end);
      var after = host.substring(end + 1);
      return IpAddress.parse(address) != null && (after.isEmpty() || isPort(after));
    }
    var colon = host.lastIndexOf(':');
    return colon < 0
        ? HOST.matcher(host).matches()
        : isPort(host.substring(colon)) && HOST.matcher(host.substring(0, colon)).matches();
  }

  private static boolean isPort(String text) {
    return text.startsWith(":") && PORT.matcher(text.substring(1)).matches();
  }

  private static boolean isEscaped(String path) {
    for (var i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
      if (i + 2 >= path.length()
          || Character.digit(path.charAt(i + 1), 16) < 0
          || Character.digit(path.charAt(i + 2), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  String hostname() {
    if (host.startsWith("[")) {
      return host.substring(1, host.indexOf(']'));
    }
    var colon = host.indexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }

  String port() {
    var colon = host.lastIndexOf(':');
    return colon <= host.lastIndexOf(']') ? "" : host.substring(colon + 1);
  }

  /// The path with what may not stand in one as percent escapes.
  String escapedPath() {
    var out = new StringBuilder();
    for (var octet : path.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (octet & 0xff);
      if ((c < 0x80 && Character.isLetterOrDigit(c)) || "-_.~$&+,/:;=@!'()*[]%".indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  /// The values of each parameter of the query; what is malformed is left out.
  SortedMap<String, List<String>> parameters() {
    var all = new TreeMap<String, List<String>>();
    for (var pair : query.split("&", -1)) {
      var equals = pair.indexOf('=');
      var key = unescape(equals < 0 ? pair : pair.substring(0, equals));
      var value = unescape(equals < 0 ? "" : pair.substring(equals + 1));
      if (!pair.isEmpty() && !pair.contains(";") && key != null && value != null) {
        all.computeIfAbsent(key, name -> new ArrayList<>()).add(value);
      }
    }
    return all;
  }

  private static @Nullable String unescape(String text) {
    if (!isEscaped(text)) {
      return null;
    }
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public CelType celType() {
    return CelType.opaque(Urls.TYPE);
  }
}
