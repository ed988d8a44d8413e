package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.http.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Who asks, as headers that a server behind this one believes because of the certificate that
/// comes with them.
final class RemoteIdentity {
  static final String USER = "X-Remote-User";
  static final String UID = "X-Remote-Uid";
  static final String GROUP = "X-Remote-Group";
  static final String EXTRA_PREFIX = "X-Remote-Extra-";
  private static final String LEGAL = "!#$&'*+-.^_`|~";

  private RemoteIdentity() {}

  static List<Header> of(UserInfo user) {
    var out = new ArrayList<Header>();
    out.add(header(USER, user.name()));
    if (!user.uid().isEmpty()) {
      out.add(header(UID, user.uid()));
    }
    user.groups().forEach(group -> out.add(header(GROUP, group)));
    user.extra()
        .forEach((key, values) ->
            values.forEach(value -> out.add(header(EXTRA_PREFIX + escaped(key), value))));
    return out;
  }

  /// Headers go out byte by byte: each character stands for one byte of UTF-8.
  private static Header header(String name, String value) {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    return new Header(name, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /// Names of headers know few characters, and no case.
  private static String escaped(String key) {
    var out = new StringBuilder();
    for (var b : key.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xff);
      var legal = c < 0x80 && (Character.isLetterOrDigit(c) || LEGAL.indexOf(c) >= 0);
      if (legal) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  /// Whether a header would say who asks: a client has no say in that.
  static boolean isOne(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("x-remote-user")
        || lower.equals("x-remote-uid")
        || lower.equals("x-remote-group")
        || lower.startsWith("x-remote-extra-");
  }
}
