package dev.podo.network.proxy;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The body of a request on its way: what waits to be sent, and what was sent but may have to be
/// sent again. The latter is bounded; a body that outgrows the bound cannot be sent twice.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write ends in channelInactive.
final class RequestBody {
  /// Of all requests without a body: nothing is ever added to it.
  private static final Deque<HttpContent> NONE = new ArrayDeque<>(0);

  private final boolean expected;
  private final int replayMax;
  private final Deque<HttpContent> waiting;
  private List<HttpContent> sent = List.of();
  private int sentBytes;
  private boolean replayable = true;
  private boolean complete;

  RequestBody(boolean expected, int replayMax) {
    this.expected = expected;
    this.replayMax = replayMax;
    this.complete = !expected;
    this.waiting = expected ? new ArrayDeque<>() : NONE;
  }

  /// Whether parts of it are to be passed on at all.
  boolean isExpected() {
    return expected;
  }

  /// Whether the client has sent all of it.
  boolean isComplete() {
    return complete;
  }

  /// Drops a part that nobody wants.
  void skip(HttpContent content) {
    complete |= content instanceof LastHttpContent;
    content.release();
  }

  /// Takes over a part.
  ///
  /// @param answered whether a response has begun: then nothing is sent twice
  void add(HttpContent content, boolean answered) {
    complete |= content instanceof LastHttpContent;
    waiting.add(content);
    if (answered) {
      forgetSent();
    }
  }

  /// Writes what waits; the caller flushes.
  ///
  /// @return whether a body is expected
  boolean sendKept(Channel to) {
    if (!expected) {
      return false;
    }
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      keep(next);
      to.write(next, to.voidPromise());
    }
    return true;
  }

  private void keep(HttpContent content) {
    if (!replayable) {
      return;
    }
    sentBytes += content.content().readableBytes();
    if (sentBytes > replayMax) {
      forgetSent();
    } else {
      if (sent.isEmpty()) {
        sent = new ArrayList<>();
      }
      sent.add(content.retainedDuplicate());
    }
  }

  boolean canRewind() {
    return replayable;
  }

  /// Makes all of it wait again.
  void rewind() {
    for (var content : sent.reversed()) {
      waiting.addFirst(content);
    }
    sent = List.of();
    sentBytes = 0;
  }

  /// A response has begun, or nothing will be sent any more.
  void forget() {
    forgetSent();
    if (expected) {
      waiting.forEach(HttpContent::release);
      waiting.clear();
    }
  }

  private void forgetSent() {
    replayable = false;
    sent.forEach(HttpContent::release);
    sent = List.of();
  }
}
