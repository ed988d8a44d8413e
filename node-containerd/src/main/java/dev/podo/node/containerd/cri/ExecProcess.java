package dev.podo.node.containerd.cri;

import dev.podo.node.containerd.containers.v1.GetContainerRequest;
import dev.podo.node.containerd.tasks.v1.CloseIORequest;
import dev.podo.node.containerd.tasks.v1.DeleteProcessRequest;
import dev.podo.node.containerd.tasks.v1.ExecProcessRequest;
import dev.podo.node.containerd.tasks.v1.KillRequest;
import dev.podo.node.containerd.tasks.v1.ResizePtyRequest;
import dev.podo.node.containerd.tasks.v1.StartRequest;
import dev.podo.node.containerd.tasks.v1.WaitRequest;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.StreamingRuntime.ExecConfig;
import java.time.Duration;

/// A further process in a container, in the words of containerd's tasks.
///
/// @param id of this process, unique in the container
record ExecProcess(CriChannel channel, String container, String id) {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int SIGKILL = 9;

  void create(ExecConfig config, Fifos fifos) throws InterruptedException {
    var get = GetContainerRequest.newBuilder().setId(container).build();
    var spec = CriChannel.call(() -> channel.containers(SHORT).get(get)).getContainer().getSpec();
    var request =
        ExecProcessRequest.newBuilder()
            .setContainerId(container)
            .setExecId(id)
            .setStdin(Fifos.name(fifos.stdin))
            .setStdout(Fifos.name(fifos.stdout))
            .setStderr(Fifos.name(fifos.stderr))
            .setTerminal(config.tty())
            .setSpec(ProcessSpec.of(spec, config.command(), config.tty()))
            .build();
    try {
      CriChannel.call(() -> channel.tasks(SHORT).exec(request));
    } catch (RuntimeFailure e) {
      throw e.isNotFound() ? notRunning(container) : e;
    }
  }

  static RuntimeFailure notRunning(String container) {
    return new RuntimeFailure(
        RuntimeFailure.Kind.NOT_RUNNING, "container not running (" + container + ")");
  }

  void start() throws InterruptedException {
    var request = StartRequest.newBuilder().setContainerId(container).setExecId(id).build();
    CriChannel.call(() -> channel.tasks(SHORT).start(request));
  }

  /// @return the exit code
  int await() throws InterruptedException {
    return await(LONGEST);
  }

  private int await(Duration atMost) throws InterruptedException {
    var request = WaitRequest.newBuilder().setContainerId(container).setExecId(id).build();
    return CriChannel.call(() -> channel.tasks(atMost).wait(request)).getExitStatus();
  }

  /// Tells the process that its standard input has ended.
  void endInput() throws InterruptedException {
    var request =
        CloseIORequest.newBuilder().setContainerId(container).setExecId(id).setStdin(true).build();
    quietly(() -> CriChannel.call(() -> channel.tasks(SHORT).closeIO(request)));
  }

  void resize(int width, int height) throws InterruptedException {
    var request =
        ResizePtyRequest.newBuilder()
            .setContainerId(container)
            .setExecId(id)
            .setWidth(width)
            .setHeight(height)
            .build();
    quietly(() -> CriChannel.call(() -> channel.tasks(SHORT).resizePty(request)));
  }

  void kill() throws InterruptedException {
    var request =
        KillRequest.newBuilder().setContainerId(container).setExecId(id).setSignal(SIGKILL).build();
    quietly(() -> CriChannel.call(() -> channel.tasks(SHORT).kill(request)));
  }

  /// Kills the process if it was left running, and lets go of its streams.
  void delete(boolean mayRun) throws InterruptedException {
    if (mayRun) {
      kill();
      quietly(() -> await(SHORT));
    }
    var request = DeleteProcessRequest.newBuilder().setContainerId(container).setExecId(id).build();
    quietly(() -> CriChannel.call(() -> channel.tasks(SHORT).deleteProcess(request)));
  }

  @FunctionalInterface
  private interface Call {
    void run() throws InterruptedException;
  }

  /// The process may have ended in between: then there is nothing to do.
  private static void quietly(Call call) throws InterruptedException {
    try {
      call.run();
    } catch (RuntimeFailure ended) {
      // as wanted
    }
  }
}
