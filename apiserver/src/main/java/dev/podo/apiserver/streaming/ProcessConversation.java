package dev.podo.apiserver.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.apiserver.http.Exchange;
import dev.podo.apiserver.http.WebSocket;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiException;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.meta.v1.StatusCause;
import dev.podo.model.meta.v1.StatusDetails;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Connects the streams of a process to the channels of a WebSocket: 0 to its stdin, 1 and 2 from
/// its stdout and stderr, 3 how it ended, 4 the size of the terminal.
final class ProcessConversation {
  private static final System.Logger LOG = System.getLogger(ProcessConversation.class.getName());
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ERROR = 3;
  private static final int RESIZE = 4;
  private static final Duration SLOWEST_READ = Duration.ofMinutes(5);

  private final Exchange exchange;
  private final Wanted wanted;
  private final Scope scope;
  private final ChannelSource stdin;
  private final Sizes sizes = new Sizes();

  ProcessConversation(Exchange exchange, Wanted wanted, Scope scope) {
    this.exchange = exchange;
    this.wanted = wanted;
    this.scope = scope;
    this.stdin = new ChannelSource(scope.environment().clock());
  }

  /// The streams that the client asks for.
  record Wanted(boolean stdin, boolean stdout, boolean stderr, boolean tty) {}

  /// Runs until the process ends.
  @FunctionalInterface
  interface Conversed {
    /// @return the exit code
    int run(ProcessStreams streams) throws InterruptedException;
  }

  void hold(Conversed process) throws InterruptedException {
    var protocol = ChannelProtocol.agree(exchange.request());
    var leaving = new Leaving(exchange);
    var socket = exchange.upgrade(protocol.name());
    // An empty message tells the client that all is set up.
    protocol.send(socket, wanted.stdout() ? STDOUT : wanted.stderr() ? STDERR : ERROR, new byte[0]);
    scope.fork("conversation-input", () -> receiveSafely(socket, protocol));
    try {
      var code = process.run(new Streams(socket, protocol));
      end(socket, protocol, code == 0 ? success() : exited(code));
    } catch (ApiException e) {
      end(socket, protocol, e.status());
    } catch (PeerGoneException e) {
      exchange.abort();
    } catch (InterruptedException e) {
      if (!leaving.end()) {
        socket.close(1001, "the server is going away");
        throw e;
      }
    } finally {
      leaving.end();
      stdin.abandon();
    }
  }

  /// What one conversation does wrong ends that conversation, not the server.
  private void receiveSafely(WebSocket socket, ChannelProtocol protocol)
      throws InterruptedException {
    try {
      receive(socket, protocol);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a conversation failed", e);
      exchange.abort();
    }
  }

  private void receive(WebSocket socket, ChannelProtocol protocol) throws InterruptedException {
    for (var message = socket.receive(); message != null; message = socket.receive()) {
      var frame = protocol.read(message);
      if (frame == null) {
        continue;
      }
      switch (frame.channel()) {
        case STDIN -> stdin.deliver(frame.bytes());
        case RESIZE -> resize(frame.bytes());
        case ChannelProtocol.CLOSE -> {
          if (protocol.closesChannels() && frame.bytes().length > 0 && frame.bytes()[0] == STDIN) {
            stdin.end();
          }
        }
        default -> {
          // Clients write to no other channel.
        }
      }
    }
    stdin.end();
  }

  private void resize(byte[] json) {
    try {
      if (Json.parse(json) instanceof Map<?, ?> tree
          && tree.get("Width") instanceof Long width
          && tree.get("Height") instanceof Long height
          && width > 0
          && height > 0
          && width < 65_536
          && height < 65_536) {
        sizes.set(new TerminalSize(width.intValue(), height.intValue()));
      }
    } catch (DecodeException e) {
      // A size that cannot be read changes nothing.
    }
  }

  private static void end(WebSocket socket, ChannelProtocol protocol, Status status) {
    if (protocol.tellsStatus()) {
      protocol.send(socket, ERROR, Json.encode(status));
    } else if (!status.status().equals("Success")) {
      protocol.send(socket, ERROR, status.message().getBytes(UTF_8));
    }
    socket.close(1000, "");
  }

  private static Status success() {
    return Status.builder().status("Success").build();
  }

  private static Status exited(int code) {
    var cause = StatusCause.builder().reason("ExitCode").message(Integer.toString(code)).build();
    return Status.builder()
        .status("Failure")
        .reason("NonZeroExitCode")
        .message("command terminated with non-zero exit code: exit status " + code)
        .details(StatusDetails.builder().causes(List.of(cause)).build())
        .build();
  }

  private final class Streams implements ProcessStreams {
    private final WebSocket socket;
    private final ChannelProtocol protocol;

    Streams(WebSocket socket, ChannelProtocol protocol) {
      this.socket = socket;
      this.protocol = protocol;
    }

    @Override
    public @Nullable ByteSource stdin() {
      return wanted.stdin() ? stdin : null;
    }

    @Override
    public ByteSink stdout() {
      return bytes -> send(STDOUT, bytes);
    }

    @Override
    public ByteSink stderr() {
      return bytes -> send(STDERR, bytes);
    }

    private void send(int channel, byte[] bytes) throws InterruptedException {
      var clock = scope.environment().clock();
      if (!socket.awaitWritable(Deadline.after(clock, SLOWEST_READ))) {
        throw new PeerGoneException("the client does not read");
      }
      protocol.send(socket, channel, bytes);
    }

    @Override
    public void onResize(Consumer<TerminalSize> listener) {
      sizes.listen(listener);
    }
  }

  private static final class Sizes {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable TerminalSize last;
    private @Nullable Consumer<TerminalSize> listener;

    void set(TerminalSize size) {
      lock.lock();
      try {
        last = size;
        if (listener != null) {
          listener.accept(size);
        }
      } finally {
        lock.unlock();
      }
    }

    void listen(Consumer<TerminalSize> who) {
      lock.lock();
      try {
        listener = who;
        if (last != null) {
          who.accept(last);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
