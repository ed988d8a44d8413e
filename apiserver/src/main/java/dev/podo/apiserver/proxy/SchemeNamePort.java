package dev.podo.apiserver.proxy;

import org.jspecify.annotations.Nullable;

/// Who is to be asked, as it stands in the URL: `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT`.
///
/// @param port a number or a name; "" when it is not said
record SchemeNamePort(boolean secure, String name, String port) {

  /// @return null when it is none
  static @Nullable SchemeNamePort parse(String text) {
    var parts = text.split(":", -1);
    var read =
        switch (parts.length) {
          case 1 -> new SchemeNamePort(false, parts[0], "");
          case 2 -> new SchemeNamePort(false, parts[0], parts[1]);
          case 3 -> new SchemeNamePort(parts[0].equals("https"), parts[1], parts[2]);
          default -> null;
        };
    if (parts.length == 3 && !isScheme(parts[0])) {
      return null;
    }
    return read == null || read.name().isEmpty() ? null : read;
  }

  private static boolean isScheme(String text) {
    return text.isEmpty() || text.equals("http") || text.equals("https");
  }
}
