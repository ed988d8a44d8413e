package dev.podo.node.containerd;

import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Signal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/// A peer that says what a test tells it to, and keeps what it hears.
final class TestStreams implements ProcessStreams {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Mailbox<byte[]> input = new Mailbox<>(Clock.system(), 64);
  private final Heard stdout = new Heard();
  private final Heard stderr = new Heard();
  private final boolean hasInput;
  private final Signal changed = new Signal(Clock.system());
  private volatile Consumer<TerminalSize> sizes = _ -> {};
  private volatile boolean gone;
  private volatile boolean slow;

  TestStreams(boolean hasInput) {
    this.hasInput = hasInput;
  }

  TestStreams says(String text) {
    input.offer(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /// Ends standard input.
  TestStreams ends() {
    input.offer(new byte[0]);
    return this;
  }

  /// From now on every write fails, as does reading.
  void leaves() {
    gone = true;
    input.offer(new byte[0]);
    changed.raise();
  }

  /// Does not take anything until it is woken.
  void dawdles() {
    slow = true;
  }

  void wakes() {
    slow = false;
    changed.raise();
  }

  void resizes(int width, int height) {
    sizes.accept(new TerminalSize(width, height));
  }

  String out() {
    return stdout.text();
  }

  String err() {
    return stderr.text();
  }

  int outBytes() {
    return stdout.size();
  }

  void awaitOut(String text) throws InterruptedException {
    if (!changed.awaitUntil(() -> out().contains(text), Deadline.after(Clock.system(), PATIENCE))) {
      throw new AssertionError("no \"" + text + "\" in: " + out());
    }
  }

  @Override
  public ByteSource stdin() {
    return hasInput ? this::read : null;
  }

  private byte[] read() throws InterruptedException {
    var bytes = input.take(Deadline.never());
    if (gone) {
      throw new PeerGoneException("left");
    }
    return bytes == null || bytes.length == 0 ? null : bytes;
  }

  @Override
  public ByteSink stdout() {
    return stdout;
  }

  @Override
  public ByteSink stderr() {
    return stderr;
  }

  @Override
  public void onResize(Consumer<TerminalSize> listener) {
    sizes = listener;
  }

  private final class Heard implements ByteSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(byte[] more) throws InterruptedException {
      changed.awaitUntil(() -> !slow || gone, Deadline.never());
      if (gone) {
        throw new PeerGoneException("left");
      }
      bytes.writeBytes(more);
      changed.raise();
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }

    int size() {
      return bytes.size();
    }
  }
}
