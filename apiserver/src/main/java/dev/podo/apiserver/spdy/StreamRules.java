package dev.podo.apiserver.spdy;

import dev.podo.apiserver.spdy.Frame.Resets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which streams there are, which of their halves are open, and so what a frame means (SPDY/3.1,
/// section 2.3). Knows nothing of bytes, threads or time.
///
/// What still arrives for a stream that is over is passed over: its sender may not know yet.
final class StreamRules {
  private final int ownParity;
  private final int streamsMax;
  private final Map<Integer, Halves> open = new LinkedHashMap<>();
  private int lastOwn;
  private int lastOfPeer;
  private boolean closing;
  private boolean peerCloses;

  /// @param opensOdd whether this end, as clients do, gives its streams odd numbers
  /// @param streamsMax how many streams of the peer may be open at once
  StreamRules(boolean opensOdd, int streamsMax) {
    this.ownParity = opensOdd ? 1 : 0;
    this.streamsMax = streamsMax;
    this.lastOwn = opensOdd ? -1 : 0;
  }

  private static final class Halves {
    private boolean weSend = true;
    private boolean peerSends = true;
    private boolean replied; // of our own streams: the peer has taken it

    boolean areClosed() {
      return !weSend && !peerSends;
    }
  }

  /// What is to be done about a frame.
  sealed interface Step {
    /// To be sent to the peer.
    record Answer(Frame frame) implements Step {}

    /// The peer asks for a stream: to be taken with a SYN_REPLY, unless it is unidirectional, or
    /// refused with [StreamRules#reset].
    record Asked(Frame.SynStream request) implements Step {}

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on.
    record Arrived(int id, byte[] bytes) implements Step {}

    /// The peer sends no more on this stream.
    record Ended(int id) implements Step {}

    /// The stream was broken off.
    record Broken(int id) implements Step {}
  }

  /// @throws SpdyException when the frame ends the session
  List<Step> receive(Frame frame) {
    return switch (frame) {
      case Frame.SynStream syn -> asked(syn);
      case Frame.SynReply reply -> replied(reply);
      case Frame.Data data -> data(data);
      case Frame.Headers more -> about(more.id(), more.fin());
      case Frame.RstStream reset -> broken(reset.id());
      case Frame.Malformed malformed -> malformed(malformed);
      case Frame.Ping ping ->
          isOwn(ping.id()) ? List.of() : List.of(new Step.Answer(new Frame.Ping(ping.id())));
      case Frame.GoAway goAway -> goneAway(goAway);
      case Frame.Settings settings -> List.of();
      case Frame.WindowUpdate update -> List.of();
    };
  }

  private boolean isOwn(int id) {
    return (id & 1) == ownParity;
  }

  private void take(int id) {
    if (isOwn(id) || id <= lastOfPeer) {
      throw new SpdyException("stream " + id + " cannot be opened after " + lastOfPeer);
    }
    lastOfPeer = id;
  }

  private List<Step> asked(Frame.SynStream syn) {
    if (closing) {
      return List.of();
    }
    take(syn.id());
    if (open.size() >= streamsMax) {
      return List.of(reset(syn.id(), Resets.REFUSED_STREAM));
    }
    var halves = new Halves();
    halves.weSend = !syn.unidirectional();
    halves.peerSends = !syn.fin();
    if (!halves.areClosed()) {
      open.put(syn.id(), halves);
    }
    return syn.fin()
        ? List.of(new Step.Asked(syn), new Step.Ended(syn.id()))
        : List.of(new Step.Asked(syn));
  }

  private List<Step> replied(Frame.SynReply reply) {
    var halves = open.get(reply.id());
    if (halves == null || !isOwn(reply.id())) {
      return unknown(reply.id());
    }
    if (halves.replied) {
      return breakOff(reply.id(), Resets.STREAM_IN_USE);
    }
    halves.replied = true;
    return reply.fin() ? ended(reply.id(), halves) : List.of();
  }

  private List<Step> data(Frame.Data data) {
    var halves = open.get(data.id());
    if (halves == null) {
      return unknown(data.id());
    }
    if (!halves.peerSends) {
      return breakOff(data.id(), Resets.STREAM_ALREADY_CLOSED);
    }
    if (isOwn(data.id()) && !halves.replied) {
      return breakOff(data.id(), Resets.PROTOCOL_ERROR);
    }
    if (!data.fin()) {
      return data.bytes().length == 0
          ? List.of()
          : List.of(new Step.Arrived(data.id(), data.bytes()));
    }
    ended(data.id(), halves);
    return data.bytes().length == 0
        ? List.of(new Step.Ended(data.id()))
        : List.of(new Step.Arrived(data.id(), data.bytes()), new Step.Ended(data.id()));
  }

  private List<Step> about(int id, boolean fin) {
    var halves = open.get(id);
    if (halves == null) {
      return unknown(id);
    }
    if (!halves.peerSends) {
      return breakOff(id, Resets.STREAM_ALREADY_CLOSED);
    }
    return fin ? ended(id, halves) : List.of();
  }

  private List<Step> ended(int id, Halves halves) {
    halves.peerSends = false;
    forgetIfClosed(id, halves);
    return List.of(new Step.Ended(id));
  }

  /// Data before the end may still be on its way to a stream that is over; else nobody opened it.
  private List<Step> unknown(int id) {
    var wasOpen = isOwn(id) ? id <= lastOwn : id <= lastOfPeer;
    return wasOpen || closing ? List.of() : List.of(reset(id, Resets.INVALID_STREAM));
  }

  private List<Step> malformed(Frame.Malformed malformed) {
    if (!malformed.opens()) {
      return open.containsKey(malformed.id())
          ? breakOff(malformed.id(), Resets.PROTOCOL_ERROR)
          : unknown(malformed.id());
    }
    if (closing) {
      return List.of();
    }
    take(malformed.id());
    return List.of(reset(malformed.id(), Resets.PROTOCOL_ERROR));
  }

  private List<Step> broken(int id) {
    return open.remove(id) == null ? List.of() : List.of(new Step.Broken(id));
  }

  private List<Step> breakOff(int id, int status) {
    open.remove(id);
    return List.of(reset(id, status), new Step.Broken(id));
  }

  private static Step reset(int id, int status) {
    return new Step.Answer(new Frame.RstStream(id, status));
  }

  private List<Step> goneAway(Frame.GoAway goAway) {
    peerCloses = true;
    var lost = open.keySet().stream().filter(id -> isOwn(id) && id > goAway.last()).toList();
    lost.forEach(open::remove);
    return lost.stream().<Step>map(Step.Broken::new).toList();
  }

  private void forgetIfClosed(int id, Halves halves) {
    if (halves.areClosed()) {
      open.remove(id);
    }
  }

  /// Opens a stream of our own.
  ///
  /// @return its number
  int open(boolean fin) {
    lastOwn += 2;
    var halves = new Halves();
    halves.weSend = !fin;
    open.put(lastOwn, halves);
    return lastOwn;
  }

  /// Whether we may still send on a stream.
  boolean maySend(int id) {
    var halves = open.get(id);
    return halves != null && halves.weSend;
  }

  /// We send no more on a stream.
  ///
  /// @return whether the peer must be told
  boolean end(int id) {
    var halves = open.get(id);
    if (halves == null || !halves.weSend) {
      return false;
    }
    halves.weSend = false;
    forgetIfClosed(id, halves);
    return true;
  }

  /// We break a stream off.
  ///
  /// @return whether the peer must be told
  boolean reset(int id) {
    return open.remove(id) != null;
  }

  boolean isOpen(int id) {
    return open.containsKey(id);
  }

  /// Whether nothing can follow: both ends have said goodbye, and no stream is open.
  boolean isFinished() {
    return closing && peerCloses && open.isEmpty();
  }

  /// No stream will be taken any more.
  ///
  /// @return the last one that was
  int close() {
    closing = true;
    return lastOfPeer;
  }
}
