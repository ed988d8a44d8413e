package dev.podo.node.containerd.cri;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Ids;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Scope;
import dev.podo.node.containerd.events.v1.ContainerEvent;
import dev.podo.node.containerd.events.v1.Envelope;
import dev.podo.node.containerd.events.v1.PublishRequest;
import dev.podo.node.containerd.events.v1.SubscribeRequest;
import dev.podo.node.containerd.events.v1.TaskExit;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.RuntimeFailure;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows containerd's event stream and tells listeners what to look at.
///
/// CRI learns of an exit from the same stream as we do; so after an exit we wait until CRI's own
/// status says so before telling: whoever then asks sees the end. A stream that breaks is opened
/// again. containerd does not say from when on it sends events, so we publish a mark of our own:
/// once that comes back, nothing can be lost any more, and listeners are told to look at
/// everything.
final class TaskEvents {
  private static final System.Logger LOG = System.getLogger(TaskEvents.class.getName());
  private static final String MARK_TOPIC = "/podo/mark";
  private static final int AHEAD = 4096;
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Backoff RETRY =
      Backoff.exponential(Duration.ofMillis(20), Duration.ofSeconds(1));
  private static final Backoff LOOK =
      Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(50));
  private static final Backoff MARK =
      Backoff.exponential(Duration.ofMillis(5), Duration.ofMillis(500));

  private static final Duration SERVES_MAX = Duration.ofSeconds(30);

  /// CRI itself gives up on a container's streams after ten seconds.
  private static final Duration SETTLED_MAX = Duration.ofSeconds(15);

  private final CriChannel channel;
  private final CriSandboxes sandboxes;
  private final CriContainers containers;
  private final KnownIds known;
  private final Scope scope;
  private final Clock clock;
  private final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();

  TaskEvents(
      CriChannel channel,
      CriSandboxes sandboxes,
      CriContainers containers,
      KnownIds known,
      Scope scope) {
    this.channel = channel;
    this.sandboxes = sandboxes;
    this.containers = containers;
    this.known = known;
    this.scope = scope;
    this.clock = scope.environment().clock();
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
      try (var attempt = scope.child("stream")) {
        failures = follow(attempt) ? 1 : failures + 1;
      }
      clock.sleep(RETRY.delay(failures, scope.environment().random()));
    }
  }

  /// Subscribes and handles events until the stream breaks.
  ///
  /// @return whether it ever stood
  private boolean follow(Scope attempt) throws InterruptedException {
    channel.connectNow();
    var mark = Ids.suffix(scope.environment().random(), 12);
    var inbox = new Mailbox<Message>(clock, AHEAD);
    channel.events().subscribe(filter(), new Subscription(inbox));
    attempt.fork("mark", () -> publishMark(mark));
    var stands = false;
    while (true) {
      switch (inbox.take(Deadline.never())) {
        case Message.Event(var envelope) -> {
          if (!envelope.getTopic().equals(MARK_TOPIC)) {
            handle(envelope);
          } else if (!stands && isMark(envelope, mark)) {
            stands = true;
            attempt.close();
            resync();
          }
        }
        case Message.Lost() -> resync();
        case Message.Broken(var why) -> {
          if (stands) {
            LOG.log(System.Logger.Level.WARNING, "the events of containerd broke off: {0}", why);
          }
          return stands;
        }
        case null -> {
          // there is no deadline, so there is always a message
        }
      }
    }
  }

  private sealed interface Message {
    record Event(Envelope envelope) implements Message {}

    /// There were too many at once; what is lost is made good by looking at everything.
    record Lost() implements Message {}

    record Broken(String why) implements Message {}
  }

  private static SubscribeRequest filter() {
    var request = SubscribeRequest.newBuilder();
    for (var topic : List.of("/tasks/start", "/tasks/exit", "/containers/delete", MARK_TOPIC)) {
      request.addFilters("namespace==k8s.io,topic==\"" + topic + "\"");
    }
    return request.build();
  }

  private void publishMark(String mark) throws InterruptedException {
    var event = ContainerEvent.newBuilder().setContainerId(mark).build();
    var request =
        PublishRequest.newBuilder()
            .setTopic(MARK_TOPIC)
            .setEvent(Any.newBuilder().setTypeUrl("podo.dev/mark").setValue(event.toByteString()))
            .build();
    for (var tries = 1; ; tries++) {
      try {
        CriChannel.call(() -> channel.publishing(SHORT).publish(request));
      } catch (RuntimeFailure unreachable) {
        return; // then the stream breaks too
      }
      clock.sleep(MARK.delay(tries, scope.environment().random()));
    }
  }

  private static boolean isMark(Envelope envelope, String mark) {
    try {
      return containerOf(envelope).equals(mark);
    } catch (InvalidProtocolBufferException notOurs) {
      return false;
    }
  }

  /// Tells to look at everything once that is possible: CRI needs a moment after containerd's
  /// start.
  private void resync() throws InterruptedException {
    var deadline = Deadline.after(clock, SERVES_MAX);
    for (var tries = 1; ; tries++) {
      try {
        sandboxes.list();
        containers.list();
        break;
      } catch (RuntimeFailure e) {
        if (deadline.hasPassed(clock)) {
          LOG.log(System.Logger.Level.WARNING, "containerd does not list: {0}", e.text());
          break;
        }
        clock.sleep(LOOK.delay(tries, scope.environment().random()));
      }
    }
    tell(RuntimeEvent.resync());
  }

  private void handle(Envelope envelope) throws InterruptedException {
    try {
      switch (envelope.getTopic()) {
        case "/tasks/start" -> tell(known.started(containerOf(envelope)));
        case "/containers/delete" -> {
          var id = containerOf(envelope);
          scope.fork("removed", () -> tellRemoval(id));
        }
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
      LOG.log(
          System.Logger.Level.WARNING,
          "an event of containerd cannot be read: {0}",
          e.getMessage());
      resync();
    }
  }

  private static String containerOf(Envelope envelope) throws InvalidProtocolBufferException {
    return ContainerEvent.parseFrom(envelope.getEvent().getValue()).getContainerId();
  }

  private void tellExit(String id) throws InterruptedException {
    var event = known.stopped(id);
    if (event != null) { // else a sandbox that did not come about
      awaitUntilNot(() -> stillRuns(id));
      tell(event);
    }
  }

  private void tellRemoval(String id) throws InterruptedException {
    awaitUntilNot(() -> stillThere(id));
    tell(known.removed(id));
  }

  private interface Look {
    boolean holds() throws InterruptedException;
  }

  private void awaitUntilNot(Look look) throws InterruptedException {
    var deadline = Deadline.after(clock, SETTLED_MAX);
    try {
      for (var looks = 1; look.holds() && !deadline.hasPassed(clock); looks++) {
        clock.sleep(LOOK.delay(looks, scope.environment().random()));
      }
    } catch (RuntimeFailure gone) {
      // then there is nothing to wait for
    }
  }

  private boolean stillRuns(String id) throws InterruptedException {
    return known.isSandbox(id)
        ? sandboxes.status(id).sandbox().ready()
        : containers.status(id).container().isRunning();
  }

  private boolean stillThere(String id) throws InterruptedException {
    if (known.isSandbox(id)) {
      sandboxes.status(id);
    } else {
      containers.status(id);
    }
    return true;
  }

  private void tell(@Nullable RuntimeEvent event) {
    if (event != null) {
      listeners.forEach(listener -> listener.accept(event));
    }
  }

  private static final class Subscription implements StreamObserver<Envelope> {
    private final Mailbox<Message> inbox;

    Subscription(Mailbox<Message> inbox) {
      this.inbox = inbox;
    }

    @Override
    public void onNext(Envelope envelope) {
      offer(new Message.Event(envelope), new Message.Lost());
    }

    @Override
    public void onError(Throwable error) {
      var broken = new Message.Broken(String.valueOf(error.getMessage()));
      offer(broken, broken);
    }

    @Override
    public void onCompleted() {
      var broken = new Message.Broken("closed by containerd");
      offer(broken, broken);
    }

    private void offer(Message message, Message insteadOfAll) {
      if (!inbox.offer(message)) {
        inbox.drain(AHEAD);
        inbox.offer(insteadOfAll);
      }
    }
  }
}
