package dev.podo.apiserver.streaming;

import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The client's ends of a process's streams, whatever carries them. Of those that it did not ask
/// for there is none.
///
/// @param error takes how the process ended
/// @param ending in which form
/// @param resize brings the sizes of the client's terminal
record ProcessEnds(
    Carrier carrier,
    ClientStream error,
    Ending ending,
    @Nullable ClientStream stdin,
    @Nullable ClientStream stdout,
    @Nullable ClientStream stderr,
    @Nullable ClientStream resize) {

  /// The streams that a client asks for.
  record Wanted(boolean stdin, boolean stdout, boolean stderr, boolean tty) {}

  /// What an agent connects a process to.
  ProcessStreams streams(Sizes sizes) {
    return new ProcessStreams() {
      @Override
      public @Nullable ByteSource stdin() {
        return stdin;
      }

      @Override
      public ByteSink stdout() {
        return stdout == null ? unwanted -> {} : stdout;
      }

      @Override
      public ByteSink stderr() {
        return stderr == null ? unwanted -> {} : stderr;
      }

      @Override
      public void onResize(Consumer<TerminalSize> listener) {
        sizes.listen(listener);
      }
    };
  }

  /// What the client sends where nothing is expected must not hold up the rest.
  void discardUnexpected() {
    error.discard();
    if (stdout != null) {
      stdout.discard();
    }
    if (stderr != null) {
      stderr.discard();
    }
  }

  /// Hands sizes on until the client sends no more.
  void follow(Sizes sizes) throws InterruptedException {
    if (resize == null) {
      return;
    }
    try {
      for (var bytes = resize.read(); bytes != null; bytes = resize.read()) {
        sizes.read(bytes);
      }
    } catch (PeerGoneException e) {
      // Whoever runs the process finds out.
    }
  }

  /// The process has ended: tells how, after all that it said, and that nothing more comes. What
  /// the client still sends, not knowing it yet, is thrown away until it closes: that is upstream's
  /// order, and a connection closed sooner would be reset under what the client has yet to read.
  void finish(byte[] told) throws InterruptedException {
    if (stdin != null) {
      stdin.discard();
    }
    if (resize != null) {
      resize.discard();
    }
    if (stdout != null) {
      stdout.end();
    }
    if (stderr != null) {
      stderr.end();
    }
    if (told.length > 0) {
      error.write(told);
    }
    error.end();
    carrier.finish();
  }
}
