package dev.podo.node.containerd.cri;

import dev.podo.client.node.ByteSource;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Scope;
import dev.podo.node.containerd.cri.v1.AttachRequest;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.StreamingRuntime.AttachConfig;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A peer connected to a container's main process.
///
/// A WebSocket of CRI cannot end standard input alone; so input has a socket of its own, and that
/// ends. The other one asks for input too and stays silent: containerd 1.6 takes a socket that asks
/// for none as one whose input has ended, and ends that of the container (`stdinOnce`).
final class AttachSession {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final int RESIZES_MAX = 16;
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final CriChannel channel;
  private final Environment environment;
  private final String container;
  private final AttachConfig config;
  private final ProcessStreams streams;
  private final AtomicReference<@Nullable PeerGoneException> peerGone = new AtomicReference<>();

  AttachSession(
      CriChannel channel,
      Environment environment,
      String container,
      AttachConfig config,
      ProcessStreams streams) {
    this.channel = channel;
    this.environment = environment;
    this.container = container;
    this.config = config;
    this.streams = streams;
  }

  void run(HttpClient http) throws InterruptedException {
    try (var scope = Scope.root("attach", environment);
        var output = open(http, false)) {
      var stdin = streams.stdin();
      if (config.stdin() && stdin != null) {
        var input = scope.onClose(open(http, true));
        scope.fork("input", () -> feed(stdin, input, output));
      }
      followSize(scope);
      copyOut(output);
    }
    var gone = peerGone.get();
    if (gone != null) {
      throw gone;
    }
  }

  private ChannelSocket open(HttpClient http, boolean input) throws InterruptedException {
    var request =
        AttachRequest.newBuilder()
            .setContainerId(container)
            .setStdin(true)
            .setStdout(!input)
            .setStderr(!input && !config.tty())
            .setTty(config.tty())
            .build();
    var url = CriChannel.call(() -> channel.runtime(SHORT).attach(request)).getUrl();
    return ChannelSocket.open(environment.clock(), http, url);
  }

  private void copyOut(ChannelSocket output) throws InterruptedException {
    for (var message = output.next(); message.channel() >= 0; message = output.next()) {
      if (message.channel() == STDOUT && config.stdout()) {
        streams.stdout().write(message.bytes().toArray());
      } else if (message.channel() == STDERR && config.stderr()) {
        streams.stderr().write(message.bytes().toArray());
      }
    }
  }

  private void feed(ByteSource source, ChannelSocket input, ChannelSocket output)
      throws InterruptedException {
    try {
      for (var bytes = source.read(); bytes != null; bytes = source.read()) {
        input.send(environment.clock(), STDIN, bytes);
      }
      input.end();
    } catch (PeerGoneException e) {
      peerGone.set(e);
      output.close();
    } catch (RuntimeFailure ended) {
      // then the output ends too
    }
  }

  private void followSize(Scope scope) {
    if (!config.tty()) {
      return;
    }
    var process = new ExecProcess(channel, container, "");
    var sizes = new Mailbox<TerminalSize>(environment.clock(), RESIZES_MAX);
    streams.onResize(sizes::offer);
    scope.fork(
        "resize",
        () -> {
          while (true) {
            var size = sizes.take(Deadline.never());
            if (size != null) {
              process.resize(size.width(), size.height());
            }
          }
        });
  }
}
