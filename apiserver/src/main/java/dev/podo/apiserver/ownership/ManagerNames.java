package dev.podo.apiserver.ownership;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.request.Call;

/// Under which name a request writes: the one it gives, else the program that the user agent names,
/// else, within the process, the component.
final class ManagerNames {
  private static final int MAX_BYTES = 128;
  private static final String SYSTEM = "system:";
  private static final String APISERVER = "system:apiserver";

  private ManagerNames() {}

  static String of(Call call) {
    var asked = call.input().writeOptions().fieldManager();
    if (!asked.isEmpty()) {
      return asked;
    }
    var http = call.http();
    return http == null ? component(call.user()) : program(http.headers().first("User-Agent"));
  }

  /// What of a user agent stands before its version.
  static String program(String userAgent) {
    var slash = userAgent.indexOf('/');
    var name = slash < 0 ? userAgent : userAgent.substring(0, slash);
    var kept = new StringBuilder();
    var bytes = 0;
    for (var c : name.codePoints().toArray()) {
      if (Character.isISOControl(c) || !Character.isDefined(c)) {
        continue;
      }
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes > MAX_BYTES) {
        break;
      }
      kept.appendCodePoint(c);
    }
    return kept.toString();
  }

  private static String component(UserInfo user) {
    if (!user.nodeName().isEmpty()) {
      return "kubelet";
    }
    var name = user.name();
    if (name.equals(APISERVER)) {
      return "kube-apiserver";
    }
    return program(
        (name.startsWith(SYSTEM) ? name.substring(SYSTEM.length()) : name)
            .replace(':', '-')
            .replace('/', '-'));
  }
}
