package dev.podo.node.containerd.cri;

import dev.podo.client.node.ProcessStreams;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Ids;
import dev.podo.foundation.Scope;
import dev.podo.model.Bytes;
import dev.podo.node.containerd.cri.v1.ExecSyncRequest;
import dev.podo.node.containerd.tasks.v1.GetRequest;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.StreamingRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Exec through containerd's tasks, port-forward from inside the sandbox's network, attach through
/// CRI's streaming server, which holds the main process's streams.
final class CriStreaming implements StreamingRuntime {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final int OUTPUT_MAX = 16 * 1024;

  private final CriChannel channel;
  private final CriContainers containers;
  private final Environment environment;
  private final Path ioDirectory;
  private final Readiness readiness;
  private final AttachClient attachClient;

  CriStreaming(CriChannel channel, CriContainers containers, Scope scope, Path ioDirectory) {
    this.channel = channel;
    this.containers = containers;
    this.environment = scope.environment();
    this.ioDirectory = ioDirectory;
    this.readiness = new Readiness(scope);
    this.attachClient = new AttachClient(scope);
  }

  /// CRI counts the time limit in whole seconds.
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
        reply.getExitCode(),
        cut(reply.getStdout().toByteArray()),
        cut(reply.getStderr().toByteArray()));
  }

  private static Bytes cut(byte[] output) {
    return Bytes.of(output.length > OUTPUT_MAX ? Arrays.copyOf(output, OUTPUT_MAX) : output);
  }

  @Override
  public int exec(String containerId, ExecConfig config, ProcessStreams streams)
      throws InterruptedException {
    var id = "exec-" + Ids.suffix(environment.random(), 12);
    var process = new ExecProcess(channel, containerId, id);
    return new ExecSession(process, environment, config, streams).run(ioDirectory, readiness);
  }

  @Override
  public void attach(String containerId, AttachConfig config, ProcessStreams streams)
      throws InterruptedException {
    if (!containers.status(containerId).container().isRunning()) {
      throw ExecProcess.notRunning(containerId);
    }
    new AttachSession(channel, environment, containerId, config, streams).run(attachClient.http());
  }

  @Override
  public void portForward(String sandboxId, int port, ProcessStreams streams)
      throws InterruptedException {
    var network = new NetworkNamespace(pid(sandboxId), environment);
    new SandboxPort(environment, network.connect(port), streams).copy();
  }

  private long pid(String sandboxId) throws InterruptedException {
    var request = GetRequest.newBuilder().setContainerId(sandboxId).build();
    try {
      return CriChannel.call(() -> channel.tasks(SHORT).get(request)).getProcess().getPid();
    } catch (RuntimeFailure e) {
      if (e.isNotFound()) { // the task is not, and the sandbox may be neither
        throw new RuntimeFailure(e.kind(), "sandbox \"" + sandboxId + "\" is not running", e);
      }
      throw e;
    }
  }
}
