package dev.podo.apiserver.proxy;

/// The path of a request for a proxy, cut where the other server's own begins, and still escaped as
/// the client escaped it.
///
/// @param prefix up to and with `/proxy`, without a slash at its end
/// @param rest what the other server is asked for; "" when there is not even a slash
record ProxyPath(String prefix, String rest) {

  /// @param segments how many segments of the path are this server's
  static ProxyPath of(String rawPath, int segments) {
    var at = 0;
    for (var left = segments; left > 0; left--) {
      while (at < rawPath.length() && rawPath.charAt(at) == '/') {
        at++;
      }
      while (at < rawPath.length() && rawPath.charAt(at) != '/') {
        at++;
      }
    }
    return new ProxyPath(rawPath.substring(0, at), rawPath.substring(at));
  }
}
