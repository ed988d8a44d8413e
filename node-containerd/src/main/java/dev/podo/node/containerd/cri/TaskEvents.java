package dev.podo.node.containerd.cri;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Scope;
import dev.podo.node.containerd.events.v1.Envelope;
import dev.podo.node.containerd.events.v1.SubscribeRequest;
import dev.podo.node.containerd.events.v1.TaskEvent;
import dev.podo.node.containerd.events.v1.TaskExit;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.RuntimeFailure;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Follows containerd's event stream and tells listeners what to look at.
///
/// CRI learns of an exit from the same stream as we do; so after an exit we wait until CRI's own status says so
/// before telling: whoever then asks sees the end. A stream that breaks is opened again, followed by a resync.
final class TaskEvents {
  private static final System.Logger LOG = System.getLogger(TaskEvents.class.getName());
  private static final int AHEAD = 4096;
  private static final Backoff RETRY = Backoff.exponential(Duration.ofMillis(20), Duration.ofSeconds(2));
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);
  private static final int LOOKS_MAX = 500;

  private final CriChannel channel;
  private final CriContainers containers;
  private final Clock clock;
  private final Scope scope;
  private final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();

  TaskEvents(CriChannel channel, CriContainers containers, Scope scope) {
    this.channel = channel;
    this.containers = containers;
    this.clock = scope.environment().clock();
    this.scope = scope;
  }

  void start() {
    scope.fork("events", this::run);
  }

  AutoCloseable onEvent(Consumer<RuntimeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void run() throws InterruptedException {
    var failures = 0;
    while (true) {
      var inbox = new Mailbox<Runnable>(clock, AHEAD);
      channel.events().subscribe(filter(), new Subscription(inbox));
      tell(RuntimeEvent.resync());
      var received = drain(inbox);
      failures = received > 0 ? 1 : failures + 1;
      clock.sleep(RETRY.delay(failures, scope.environment().random()));
    }
  }

  private static SubscribeRequest filter() {
    return SubscribeRequest.newBuilder()
        .addFilters("namespace==k8s.io,topic~=^/tasks/(start|exit|delete)$")
        .build();
  }

  /// Handles events until the stream breaks.
  private int drain(Mailbox<Runnable> inbox) throws InterruptedException {
    for (var received = 0; ; received++) {
      var next = inbox.take(Deadline.never());
      if (next == null || next instanceof Broken) {
        return received;
      }
      next.run();
    }
  }

  private record Broken(String why) implements Runnable {
    @Override
    public void run() {
      // the mark itself is the message
    }
  }

  private void handle(Envelope envelope) {
    try {
      switch (envelope.getTopic()) {
        case "/tasks/start" -> tell(RuntimeEvent.Type.CONTAINER_STARTED, containerOf(envelope));
        case "/tasks/delete" -> tell(RuntimeEvent.Type.CONTAINER_REMOVED, containerOf(envelope));
        case "/tasks/exit" -> {
          var exit = TaskExit.parseFrom(envelope.getEvent().getValue());
          if (exit.getId().equals(exit.getContainerId())) {
            scope.fork("exit", () -> tellExit(exit.getContainerId()));
          }
        }
        default -> {
          // the filter lets nothing else through
        }
      }
    } catch (InvalidProtocolBufferException e) {
      LOG.log(System.Logger.Level.WARNING, "an event of containerd cannot be read: {0}", e.getMessage());
      tell(RuntimeEvent.resync());
    }
  }

  private static String containerOf(Envelope envelope) throws InvalidProtocolBufferException {
    return TaskEvent.parseFrom(envelope.getEvent().getValue()).getContainerId();
  }

  private void tellExit(String id) throws InterruptedException {
    try {
      for (int look = 0; look < LOOKS_MAX && stillRuns(id); look++) {
        clock.sleep(LOOK_AGAIN);
      }
      tell(RuntimeEvent.Type.CONTAINER_STOPPED, id);
    } catch (RuntimeFailure notAContainer) {
      tell(new RuntimeEvent(RuntimeEvent.Type.SANDBOX_STOPPED, "", id, ""));
    }
  }

  private boolean stillRuns(String containerId) throws InterruptedException {
    return containers.status(containerId).container().isRunning();
  }

  private void tell(RuntimeEvent.Type type, String containerId) {
    tell(new RuntimeEvent(type, "", "", containerId));
  }

  private void tell(RuntimeEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  private final class Subscription implements StreamObserver<Envelope> {
    private final Mailbox<Runnable> inbox;

    Subscription(Mailbox<Runnable> inbox) {
      this.inbox = inbox;
    }

    @Override
    public void onNext(Envelope envelope) {
      if (!inbox.offer(() -> handle(envelope))) {
        // Too many at once: what is lost is made good by looking at everything.
        inbox.drain(AHEAD);
        inbox.offer(() -> tell(RuntimeEvent.resync()));
      }
    }

    @Override
    public void onError(Throwable error) {
      inbox.offer(new Broken(String.valueOf(error.getMessage())));
    }

    @Override
    public void onCompleted() {
      inbox.offer(new Broken("closed by containerd"));
    }
  }
}
