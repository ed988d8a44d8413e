package dev.podo.network.ingress;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The path by which a request is routed: without query, percent-decoded, without empty, `.` and
/// `..` elements, so that no spelling leads around a route. What is forwarded stays as the client
/// wrote it.
public final class RequestPath {
  private RequestPath() {}

  /// @param target a request target in origin form, as in `/a%20b?c=d`
  /// @return null when it is no valid path
  public static @Nullable String of(String target) {
    var end = end(target);
    if (end == 0 || target.charAt(0) != '/') {
      return null;
    }
    var plain = true;
    for (int i = 0; i < end && plain; i++) {
      var c = target.charAt(i);
      var next = i + 1 < end ? target.charAt(i + 1) : ' ';
      plain = c != '%' && !(c == '/' && (next == '/' || next == '.'));
    }
    var path = end == target.length() ? target : target.substring(0, end);
    return plain ? path : normalized(path);
  }

  private static int end(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) == '?' || target.charAt(i) == '#') {
        return i;
      }
    }
    return target.length();
  }

  private static @Nullable String normalized(String path) {
    var decoded = decoded(path);
    if (decoded == null || decoded.indexOf('\0') >= 0) {
      return null;
    }
    var elements = new ArrayDeque<String>();
    for (var element : decoded.split("/", -1)) {
      if (element.equals("..")) {
        elements.pollLast();
      } else if (!element.isEmpty() && !element.equals(".")) {
        elements.add(element);
      }
    }
    var last = decoded.substring(decoded.lastIndexOf('/') + 1);
    var slash = last.isEmpty() || last.equals(".") || last.equals("..");
    return "/" + String.join("/", elements) + (slash && !elements.isEmpty() ? "/" : "");
  }

  private static @Nullable String decoded(String path) {
    var out = new ByteArrayOutputStream(path.length());
    for (int i = 0; i < path.length(); i++) {
      var c = path.charAt(i);
      if (c != '%') {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      var high = i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
      var low = i + 2 < path.length() ? Character.digit(path.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      out.write(high << 4 | low);
      i += 2;
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
