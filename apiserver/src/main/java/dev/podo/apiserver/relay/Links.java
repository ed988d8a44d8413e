package dev.podo.apiserver.relay;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/// What a server behind this one says of its own places, made true for those who see them through
/// this one: paths get the prefix under which the server is seen. What is relative, or of another
/// host, is right already.
public final class Links {
  // RFC 3986, appendix B
  private static final Pattern URL =
      Pattern.compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)((?:\\?[^#]*)?(?:#.*)?)");

  private final String prefix;
  private final Set<String> hosts;
  private final boolean leadOn;

  private Links(String prefix, Collection<String> hosts, boolean leadOn) {
    this.prefix = prefix;
    this.hosts = Set.copyOf(hosts);
    this.leadOn = leadOn;
  }

  /// @param prefix a path without a slash at its end
  /// @param hosts by which the server, or this one, is asked: as in a header `Host`
  public static Links below(String prefix, Collection<String> hosts) {
    return new Links(prefix, hosts, true);
  }

  /// Of a server that is seen at its own paths, as if it were this one: it may not send clients,
  /// who bring what they would show to this one, somewhere else.
  public static Links own(Collection<String> hosts) {
    return new Links("", hosts, false);
  }

  /// Whether a reply may be handed on.
  boolean allow(ReplyHead head) {
    return leadOn || head.code() < 300 || head.code() > 399 || head.first("Location").isEmpty();
  }

  String rewritten(String url) {
    var parts = URL.matcher(url);
    if (!parts.matches()) {
      return url;
    }
    var scheme = parts.group(1);
    var host = parts.group(2);
    var path = parts.group(3);
    var namesHost = host != null && !host.isEmpty();
    var isOther = namesHost ? !hosts.contains(host) : scheme != null;
    if (isOther || !path.startsWith("/")) {
      return url;
    }
    return (path.startsWith(prefix) ? path : prefix + path) + parts.group(4);
  }

  /// The head of a reply, with where it sends the client.
  ReplyHead rewritten(ReplyHead head) {
    var location = head.first("Location");
    return location.isEmpty() ? head : head.withValue("Location", rewritten(location));
  }

  /// Whether there may be links in the body of a reply.
  boolean areIn(ReplyHead head) {
    return !prefix.isEmpty()
        && head.mediaType().equals("text/html")
        && head.first("Location").isEmpty()
        && Unpacked.isKnown(head.first("Content-Encoding"));
  }
}
