package dev.podo.apiserver.spdy;

import dev.podo.foundation.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A peer that says what it was told to, then goes.
final class ScriptedWire implements Wire {
  private final ArrayDeque<byte[]> script = new ArrayDeque<>();
  private final FrameEncoder encoder = new FrameEncoder();
  private final List<Frame> said = new ArrayList<>();
  private final FrameDecoder decoder = new FrameDecoder();
  private Runnable beforeRead = () -> {};
  private boolean reads = true;
  private boolean closed;
  private boolean aborted;

  ScriptedWire says(Frame... frames) {
    for (var frame : frames) {
      script.add(encoder.encode(frame));
    }
    return this;
  }

  ScriptedWire says(byte[] bytes) {
    script.add(bytes);
    return this;
  }

  ScriptedWire readsNothing() {
    reads = false;
    return this;
  }

  ScriptedWire beforeRead(Runnable action) {
    beforeRead = action;
    return this;
  }

  /// What it was told; fails when that consists of anything but whole frames.
  List<Frame> said() {
    return said;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isAborted() {
    return aborted;
  }

  @Override
  public byte @Nullable [] read() {
    beforeRead.run();
    return closed ? null : script.poll();
  }

  @Override
  public void write(byte[] bytes) {
    decoder.feed(bytes);
    for (var frame = decoder.next(); frame != null; frame = decoder.next()) {
      said.add(frame);
    }
  }

  @Override
  public boolean awaitWritable(Deadline deadline) {
    return reads && !closed;
  }

  @Override
  public void onClose(Runnable action) {
    // It ends by having no more to say.
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void abort() {
    closed = true;
    aborted = true;
  }
}
