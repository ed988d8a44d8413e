package dev.podo.apiserver.spdy;

import dev.podo.apiserver.spdy.Frame.Resets;
import dev.podo.client.node.PeerGoneException;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One connection on which SPDY is spoken. Whoever calls [#run] reads it; its streams are read and
/// written by any threads.
///
/// Memory is bounded by not reading the wire: while a stream or all of them together have more
/// unread input than [SpdyLimits] say, and while the peer takes none of the answers that it causes.
///
/// The end is never ours to make first: clients lose data that they have not looked at when the
/// connection closes under them. So [#finish] ends all streams, says GOAWAY, and waits.
public final class SpdySession {
  private static final int DATA_MAX = 32 << 10;

  /// So many answers are sent without asking whether the peer reads them.
  private static final int ANSWERS_AT_ONCE = 256;

  private static final int PROTOCOL_ERROR = 1;

  private final Wire wire;
  private final Clock clock;
  private final SpdyLimits limits;
  private final SpdyHandler handler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Signal room;
  private final Signal gone;
  private int answers; // of the thread that reads

  // Guarded by the lock:
  private final StreamRules rules;
  private final FrameEncoder encoder = new FrameEncoder();
  private final Map<Integer, SpdyStream> streams = new LinkedHashMap<>();
  private int unread;
  private boolean closed; // nothing more will arrive but what waits in the wire
  private boolean finishing; // whatever still arrives is thrown away
  private boolean over;

  private SpdySession(
      Wire wire, Clock clock, SpdyLimits limits, boolean opensOdd, SpdyHandler handler) {
    this.wire = wire;
    this.clock = clock;
    this.limits = limits;
    this.handler = handler;
    this.rules = new StreamRules(opensOdd, limits.streams());
    this.room = new Signal(clock);
    this.gone = new Signal(clock);
    wire.onClose(this::wireClosed);
  }

  /// The end that has accepted the connection.
  public static SpdySession server(Wire wire, Clock clock, SpdyLimits limits, SpdyHandler handler) {
    return new SpdySession(wire, clock, limits, false, handler);
  }

  /// The end that has opened the connection.
  public static SpdySession client(Wire wire, Clock clock, SpdyLimits limits, SpdyHandler handler) {
    return new SpdySession(wire, clock, limits, true, handler);
  }

  /// Reads until the peer has closed or gone, or broken the protocol, of which it is told.
  public void run() throws InterruptedException {
    try (var decoder = new FrameDecoder()) {
      for (var bytes = wire.read(); bytes != null; bytes = wire.read()) {
        decoder.feed(bytes);
        for (var frame = decoder.next(); frame != null; frame = decoder.next()) {
          receive(frame);
        }
      }
    } catch (SpdyException broken) {
      send(() -> List.of(new Frame.GoAway(rules.close(), PROTOCOL_ERROR)));
      wire.close();
    } catch (PeerGoneException e) {
      wire.abort();
    } finally {
      ended();
    }
  }

  private void receive(Frame frame) throws InterruptedException {
    var steps = locked(() -> rules.receive(frame));
    if (frame instanceof Frame.GoAway) {
      gone.raise();
    }
    for (var step : steps) {
      switch (step) {
        case StreamRules.Step.Answer answer -> answer(answer.frame());
        case StreamRules.Step.Asked asked -> asked(asked.request());
        case StreamRules.Step.Arrived arrived -> arrived(arrived.id(), arrived.bytes());
        case StreamRules.Step.Ended ended -> {
          var stream = locked(() -> streams.get(ended.id()));
          if (stream != null) {
            locked(() -> settle(stream, stream::peerEnded));
          }
        }
        case StreamRules.Step.Broken broken -> {
          var stream = locked(() -> streams.get(broken.id()));
          if (stream != null) {
            locked(() -> settle(stream, () -> stream.broke(false)));
          }
        }
      }
    }
  }

  /// What the peer makes us say must not pile up when it reads nothing.
  private void answer(Frame frame) throws InterruptedException {
    answers++;
    if (answers > ANSWERS_AT_ONCE) {
      awaitWritable();
      answers = 0;
    }
    send(() -> List.of(frame));
  }

  private void awaitWritable() throws InterruptedException {
    if (!wire.awaitWritable(Deadline.after(clock, limits.slowestRead()))) {
      throw new PeerGoneException("the client does not read");
    }
  }

  private void asked(Frame.SynStream request) throws InterruptedException {
    var id = request.id();
    if (!handler.accepts(id, request.headers())) {
      if (locked(() -> rules.reset(id))) {
        answer(new Frame.RstStream(id, Resets.REFUSED_STREAM));
      }
      return;
    }
    var stream = new SpdyStream(this, id, request.headers(), new Signal(clock));
    locked(() -> streams.put(id, stream));
    if (!request.unidirectional()) {
      answer(new Frame.SynReply(id, false, Collections.emptySortedMap()));
    }
    handler.opened(stream);
  }

  private void arrived(int id, byte[] bytes) throws InterruptedException {
    var stream =
        locked(() -> {
          var found = streams.get(id);
          if (found != null) {
            found.arrived(bytes);
          }
          return found;
        });
    if (stream != null) {
      stream.changed();
      room.awaitUntil(() -> locked(() -> hasRoom(stream)), Deadline.never());
    }
  }

  private boolean hasRoom(SpdyStream stream) {
    return closed
        || finishing
        || (stream.unread() < limits.unreadPerStream() && unread < limits.unreadPerSession());
  }

  /// Changes a stream, and forgets it when it is over.
  private boolean settle(SpdyStream stream, Runnable change) {
    change.run();
    if (!rules.isOpen(stream.id())) {
      streams.remove(stream.id());
      gone.raise();
    }
    stream.changed();
    return true;
  }

  private void wireClosed() {
    locked(() -> closed = true);
    room.raise();
  }

  private void ended() {
    wireClosed();
    var left =
        locked(() -> {
          over = true;
          var all = List.copyOf(streams.values());
          all.forEach(stream -> stream.broke(false));
          streams.clear();
          return all;
        });
    left.forEach(SpdyStream::changed);
    gone.raise();
  }

  /// Opens a stream of our own. The peer refuses it, if it does, by breaking it off.
  ///
  /// @param headers with names in lower case
  /// @throws PeerGoneException when the session is over
  public SpdyStream open(SortedMap<String, String> headers) {
    return locked(() -> {
      if (over) {
        throw new PeerGoneException("the session is over");
      }
      var stream = new SpdyStream(this, rules.open(false), headers, new Signal(clock));
      streams.put(stream.id(), stream);
      write(new Frame.SynStream(stream.id(), 0, 0, false, false, headers));
      return stream;
    });
  }

  /// Ends all streams, says that no more will be taken, waits until the peer closes or says goodbye
  /// as well, though not for longer than the farewell of [SpdyLimits], and closes. What the peer
  /// still sends is thrown away.
  public void finish() throws InterruptedException {
    var left =
        locked(() -> {
          finishing = true;
          return List.copyOf(streams.values());
        });
    left.forEach(SpdyStream::end);
    send(() -> List.of(new Frame.GoAway(rules.close(), 0)));
    left.forEach(SpdyStream::discard);
    room.raise();
    gone.awaitUntil(
        () -> locked(() -> over || rules.isFinished()), Deadline.after(clock, limits.farewell()));
    wire.close();
  }

  /// Whether the peer has gone.
  public boolean isOver() {
    return locked(() -> over);
  }

  // ---- for streams

  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /// Called with the lock held.
  void count(int cost) {
    unread += cost;
  }

  void roomMade() {
    room.raise();
  }

  /// Sends data in frames that the peer may have to hold whole.
  void send(SpdyStream stream, byte[] bytes) throws InterruptedException {
    for (var at = 0; at < bytes.length; at += DATA_MAX) {
      var end = Math.min(bytes.length, at + DATA_MAX);
      var piece = at == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, at, end);
      awaitWritable();
      locked(() -> {
        if (over || !rules.maySend(stream.id())) {
          throw new PeerGoneException("stream " + stream.id() + " is closed");
        }
        write(new Frame.Data(stream.id(), false, piece));
        return true;
      });
    }
  }

  void end(SpdyStream stream) {
    locked(() -> {
      if (!over && rules.end(stream.id())) {
        write(new Frame.Data(stream.id(), true, new byte[0]));
      }
      return settle(stream, () -> {});
    });
  }

  void reset(SpdyStream stream) {
    locked(() -> {
      if (!over && rules.reset(stream.id())) {
        write(new Frame.RstStream(stream.id(), Resets.CANCEL));
      }
      return settle(stream, () -> stream.broke(true));
    });
    room.raise();
  }

  private void send(Supplier<List<Frame>> frames) {
    locked(() -> {
      frames.get().forEach(this::write);
      return true;
    });
  }

  /// With the lock held: frames leave in the order in which they change the streams.
  private void write(Frame frame) {
    wire.write(encoder.encode(frame));
  }
}
