package dev.podo.apiserver.spdy;

import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;
import dev.podo.client.node.PeerGoneException;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import java.util.ArrayDeque;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// One stream of a session. Either end ends what it sends by itself; a stream whose two halves have
/// ended is over. Thread-safe: one thread may read while another writes.
public final class SpdyStream implements ByteSource, ByteSink {
  /// What a piece of input costs beside its bytes.
  private static final int PIECE_COST = 64;

  private final SpdySession session;
  private final int id;
  private final SortedMap<String, String> headers;
  private final Signal changed;

  // Guarded by the lock of the session:
  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
  private int unread;
  private boolean ended;
  private boolean broken;
  private boolean discarding;

  SpdyStream(SpdySession session, int id, SortedMap<String, String> headers, Signal changed) {
    this.session = session;
    this.id = id;
    this.headers = headers;
    this.changed = changed;
  }

  public int id() {
    return id;
  }

  /// Their names are in lower case; between several values of a name stands a zero character.
  public SortedMap<String, String> headers() {
    return headers;
  }

  /// The first value of a header, "" for none.
  ///
  /// @param name in lower case
  public String header(String name) {
    var value = headers.getOrDefault(name, "");
    var end = value.indexOf('\0');
    return end < 0 ? value : value.substring(0, end);
  }

  /// @return null when the peer has ended what it sends
  /// @throws PeerGoneException when the peer broke off, and all that came before was read
  @Override
  public byte @Nullable [] read() throws InterruptedException {
    while (true) {
      var piece = session.locked(this::take);
      if (piece != null) {
        session.roomMade();
        return piece;
      }
      if (session.locked(() -> ended || discarding)) {
        return null;
      }
      if (session.locked(() -> broken)) {
        throw new PeerGoneException("stream " + id + " was broken off");
      }
      changed.awaitUntil(
          () -> session.locked(() -> !pieces.isEmpty() || ended || broken || discarding),
          Deadline.never());
    }
  }

  private byte @Nullable [] take() {
    var piece = pieces.poll();
    if (piece != null) {
      count(-cost(piece));
    }
    return piece;
  }

  private void count(int cost) {
    unread += cost;
    session.count(cost);
  }

  private static int cost(byte[] piece) {
    return piece.length + PIECE_COST;
  }

  @Override
  public void write(byte[] bytes) throws InterruptedException {
    session.send(this, bytes);
  }

  /// Sends no more; the peer may go on.
  public void end() {
    session.end(this);
  }

  /// Whatever the peer has sent and will send on this stream is thrown away.
  public void discard() {
    session.locked(() -> {
      discarding = true;
      drop();
      return true;
    });
    session.roomMade();
    changed.raise();
  }

  /// Breaks off: neither end sends any more, and what is on its way is lost.
  public void reset() {
    session.reset(this);
  }

  /// Whether it was broken off, by either end.
  public boolean isBroken() {
    return session.locked(() -> broken);
  }

  // ---- for the session, which holds its lock

  private void drop() {
    pieces.clear();
    count(-unread);
  }

  void arrived(byte[] piece) {
    if (!discarding && !broken) {
      pieces.add(piece);
      count(cost(piece));
    }
  }

  int unread() {
    return unread;
  }

  void peerEnded() {
    ended = true;
  }

  /// @param loses whether what came before is dropped as well
  void broke(boolean loses) {
    broken = true;
    if (loses) {
      drop();
    }
  }

  void changed() {
    changed.raise();
  }
}
