package dev.podo.apiserver.spdy;

import java.util.List;
import java.util.SortedMap;

/// What the two ends of a session say to each other (SPDY/3.1, section 2.6; data: 2.2.2). Headers
/// have names in lower case; of several values of one name, a zero character stands between them.
sealed interface Frame {
  /// Opens a stream.
  ///
  /// @param associated the stream that this one belongs to, 0 for none
  /// @param priority 0 is the highest, 7 the lowest
  /// @param fin its sender sends no data on it
  /// @param unidirectional its receiver sends none
  record SynStream(
      int id,
      int associated,
      int priority,
      boolean fin,
      boolean unidirectional,
      SortedMap<String, String> headers)
      implements Frame {}

  /// Takes a stream.
  record SynReply(int id, boolean fin, SortedMap<String, String> headers) implements Frame {}

  /// Ends a stream in both directions, at once.
  ///
  /// @param status of [Resets]; one that is unknown counts as any other
  record RstStream(int id, int status) implements Frame {}

  record Settings(List<Setting> settings) implements Frame {}

  record Setting(int flags, int id, int value) {}

  /// Is sent back as it came, by who did not choose its number.
  record Ping(int id) implements Frame {}

  /// No stream will be taken any more.
  ///
  /// @param last the last stream that was taken
  /// @param status 0 all is well, 1 the protocol was broken, 2 internal error
  record GoAway(int last, int status) implements Frame {}

  /// Further headers of a stream.
  record Headers(int id, boolean fin, SortedMap<String, String> headers) implements Frame {}

  record WindowUpdate(int id, int delta) implements Frame {}

  /// Data of a stream; a decoder gives a frame's data as it comes, in several pieces.
  ///
  /// @param fin its sender sends no more
  /// @param bytes never changed
  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on.
  record Data(int id, boolean fin, byte[] bytes) implements Frame {}

  /// A frame about a stream that breaks the rules for its headers: an error of that stream alone.
  ///
  /// @param opens whether it was a SYN_STREAM
  record Malformed(int id, boolean opens) implements Frame {}

  /// The reasons of RST_STREAM.
  final class Resets {
    static final int PROTOCOL_ERROR = 1;
    static final int INVALID_STREAM = 2;
    static final int REFUSED_STREAM = 3;
    static final int CANCEL = 5;
    static final int STREAM_IN_USE = 8;
    static final int STREAM_ALREADY_CLOSED = 9;

    private Resets() {}
  }
}
