package dev.podo.apiserver.spdy;

import java.time.Duration;

/// What a peer may cost.
///
/// @param streams that it may have open at once; further ones are refused
/// @param unreadPerStream bytes of one stream that nobody has read yet, at which the session is
///   read no further; some bytes are added for each piece
/// @param unreadPerSession the same for all streams together
/// @param slowestRead how long the peer may read nothing before it counts as gone
/// @param farewell how long it may take, after all was said, to close
public record SpdyLimits(
    int streams,
    int unreadPerStream,
    int unreadPerSession,
    Duration slowestRead,
    Duration farewell) {
  public static final SpdyLimits DEFAULT =
      new SpdyLimits(2_048, 256 << 10, 2 << 20, Duration.ofMinutes(5), Duration.ofSeconds(30));
}
