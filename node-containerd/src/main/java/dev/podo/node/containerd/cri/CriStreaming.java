package dev.podo.node.containerd.cri;

import dev.podo.client.node.ByteSource;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Ids;
import dev.podo.foundation.Scope;
import dev.podo.model.Bytes;
import dev.podo.node.containerd.cri.v1.AttachRequest;
import dev.podo.node.containerd.cri.v1.ExecSyncRequest;
import dev.podo.node.containerd.cri.v1.PortForwardRequest;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.StreamingRuntime;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Exec through containerd's tasks; attach and port-forward through CRI's streaming server, which holds the
/// main process's streams and the sandbox's network.
final class CriStreaming implements StreamingRuntime {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final int OUTPUT_MAX = 16 * 1024;
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int RESIZE = 4;

  private final CriChannel channel;
  private final Environment environment;
  private final Path ioDirectory;
  private final HttpClient http = HttpClient.newHttpClient();

  CriStreaming(CriChannel channel, Environment environment, Path ioDirectory) {
    this.channel = channel;
    this.environment = environment;
    this.ioDirectory = ioDirectory;
  }

  @Override
  public ExecResult run(String containerId, List<String> command, Duration timeout)
      throws InterruptedException {
    var request =
        ExecSyncRequest.newBuilder()
            .setContainerId(containerId)
            .addAllCmd(command)
            .setTimeout(Math.max(1, timeout.plusMillis(999).toSeconds()))
            .build();
    var reply = CriChannel.call(() -> channel.runtime(timeout.plus(SHORT)).execSync(request));
    return new ExecResult(
        reply.getExitCode(), cut(reply.getStdout().toByteArray()), cut(reply.getStderr().toByteArray()));
  }

  private static Bytes cut(byte[] output) {
    return Bytes.of(output.length > OUTPUT_MAX ? Arrays.copyOf(output, OUTPUT_MAX) : output);
  }

  @Override
  public int exec(String containerId, ExecConfig config, ProcessStreams streams)
      throws InterruptedException {
    var exec = "exec-" + Ids.suffix(environment.random(), 12);
    return new ExecSession(channel, environment, containerId, exec, config, streams).run(ioDirectory);
  }

  @Override
  public void attach(String containerId, AttachConfig config, ProcessStreams streams)
      throws InterruptedException {
    var request =
        AttachRequest.newBuilder()
            .setContainerId(containerId)
            .setStdin(config.stdin())
            .setStdout(config.stdout())
            .setStderr(config.stderr() && !config.tty())
            .setTty(config.tty())
            .build();
    var url = CriChannel.call(() -> channel.runtime(SHORT).attach(request)).getUrl();
    try (var scope = Scope.root("attach", environment);
        var socket = ChannelSocket.open(environment.clock(), http, url)) {
      var stdin = streams.stdin();
      if (stdin != null) {
        scope.fork("stdin", () -> feed(stdin, socket, STDIN));
      }
      streams.onResize(size -> scope.fork("resize", () -> resize(socket, size)));
      copyOut(socket, streams);
    }
  }

  private void copyOut(ChannelSocket socket, ProcessStreams streams) throws InterruptedException {
    for (var message = socket.next(); message.channel() >= 0; message = socket.next()) {
      switch (message.channel()) {
        case STDOUT -> streams.stdout().write(message.bytes().toArray());
        case STDERR -> streams.stderr().write(message.bytes().toArray());
        default -> {
          // the status channel says no more than that the stream ended
        }
      }
    }
  }

  private void resize(ChannelSocket socket, TerminalSize size) throws InterruptedException {
    var text = "{\"Width\":" + size.width() + ",\"Height\":" + size.height() + "}";
    send(socket, RESIZE, text.getBytes(StandardCharsets.UTF_8));
  }

  private void feed(ByteSource source, ChannelSocket socket, int to) throws InterruptedException {
    try {
      for (var bytes = source.read(); bytes != null; bytes = source.read()) {
        send(socket, to, bytes);
      }
    } catch (PeerGoneException | RuntimeFailure gone) {
      socket.close();
    }
  }

  private void send(ChannelSocket socket, int to, byte[] bytes) throws InterruptedException {
    socket.send(environment.clock(), to, bytes);
  }

  @Override
  public void portForward(String sandboxId, int port, ProcessStreams streams)
      throws InterruptedException {
    var request = PortForwardRequest.newBuilder().setPodSandboxId(sandboxId).addPort(port).build();
    var url = CriChannel.call(() -> channel.runtime(SHORT).portForward(request)).getUrl();
    try (var scope = Scope.root("port-forward", environment);
        var socket = ChannelSocket.open(environment.clock(), http, url + "?port=" + port)) {
      var stdin = streams.stdin();
      if (stdin != null) {
        scope.fork("stdin", () -> feed(stdin, socket, 0));
      }
      copyPort(socket, streams);
    }
  }

  /// The first message of each channel repeats the port; the data follows on 0, an error on 1.
  private static void copyPort(ChannelSocket socket, ProcessStreams streams)
      throws InterruptedException {
    var begun = new boolean[2];
    for (var message = socket.next(); message.channel() >= 0; message = socket.next()) {
      var isError = message.channel() == 1;
      var bytes = message.bytes().toArray();
      var index = isError ? 1 : 0;
      if (!begun[index]) {
        begun[index] = true;
        bytes = Arrays.copyOfRange(bytes, Math.min(2, bytes.length), bytes.length);
      }
      if (bytes.length == 0) {
        continue;
      }
      if (isError) {
        throw new RuntimeFailure(RuntimeFailure.Kind.OTHER, new String(bytes, StandardCharsets.UTF_8).strip());
      }
      streams.stdout().write(bytes);
    }
  }
}
