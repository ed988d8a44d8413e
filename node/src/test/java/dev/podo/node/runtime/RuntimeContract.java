package dev.podo.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import dev.podo.node.runtime.ContainerConfig.Env;
import dev.podo.node.runtime.ContainerConfig.Invocation;
import dev.podo.node.runtime.ContainerSecurity.Capabilities;
import dev.podo.node.runtime.ContainerSecurity.Confinement;
import dev.podo.node.runtime.ContainerSecurity.Namespaces;
import dev.podo.node.runtime.SandboxConfig.DnsConfig;
import dev.podo.node.runtime.SandboxConfig.SandboxNetwork;
import dev.podo.node.runtime.StreamingRuntime.ExecConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every runtime must keep. A subclass gives the runtime, an image that is there, and commands
/// that the image understands; each test leaves the runtime as it found it or in pods of its own.
public abstract class RuntimeContract {
  @TempDir Path logs;
  private int pods;

  /// The same for all tests of a class, or new for each.
  protected abstract Runtime runtime();

  /// A reference of an image that [#pullable] or [Runtime#images()] has.
  protected abstract String image();

  protected abstract Clock clock();

  /// Annotations of a pod whose containers run until they are stopped.
  protected SortedMap<String, String> forever() {
    return new TreeMap<>();
  }

  /// Annotations of a pod whose containers end by themselves at once with this code, if it takes
  /// some.
  protected SortedMap<String, String> endingWith(int exitCode) {
    return new TreeMap<>();
  }

  /// A command that runs until it is stopped, and ends at once when told to.
  protected abstract List<String> sleepForever();

  /// A command that ends with this code.
  protected List<String> exitWith(int exitCode) {
    return List.of("sh", "-c", "exit " + exitCode);
  }

  private SandboxConfig sandbox(String name, SortedMap<String, String> annotations) {
    pods++;
    var id = new PodId("contract", name, name + "-" + pods + "-" + clock().nanos());
    var labels = new TreeMap<String, String>();
    labels.put("io.kubernetes.pod.uid", id.uid());
    labels.put("io.kubernetes.pod.name", id.name());
    labels.put("io.kubernetes.pod.namespace", id.namespace());
    return new SandboxConfig(
        id,
        0,
        name,
        logs.resolve(id.uid()),
        "",
        new SandboxNetwork(false, new DnsConfig(List.of(), List.of(), List.of()), List.of()),
        new SandboxSecurity(
            false,
            false,
            false,
            false,
            null,
            null,
            List.of(),
            new TreeMap<>(),
            SecurityProfile.UNCONFINED),
        labels,
        annotations);
  }

  private ContainerConfig container(List<String> command) throws InterruptedException {
    var annotations = new TreeMap<String, String>();
    annotations.put("io.kubernetes.container.hash", "abc");
    var labels = new TreeMap<String, String>();
    labels.put("io.kubernetes.container.name", "c");
    return new ContainerConfig(
        "c",
        0,
        present().id(),
        new Invocation(
            command, List.of(), "", List.of(new Env("GREETING", "hello")), false, false, false),
        List.of(),
        new Resources(2, 0, 100_000, 0, 0),
        new ContainerSecurity(
            null,
            null,
            List.of(),
            Capabilities.NONE,
            new Confinement(
                false, false, false, SecurityProfile.UNCONFINED, SecurityProfile.UNCONFINED, null),
            true,
            new Namespaces(false, false, false, false)),
        "c/0.log",
        labels,
        annotations);
  }

  private Image present() throws InterruptedException {
    var found = runtime().images().find(image());
    return found == null ? runtime().images().pull(image(), null) : found;
  }

  private String start(String sandbox, List<String> command) throws InterruptedException {
    var id = runtime().containers().create(sandbox, container(command));
    runtime().containers().start(id);
    return id;
  }

  private ContainerStatus awaitEnd(String id) throws InterruptedException {
    var deadline = Deadline.after(clock(), Duration.ofSeconds(20));
    while (!deadline.hasPassed(clock())) {
      var status = runtime().containers().status(id);
      if (status.container().state() == Container.State.EXITED) {
        return status;
      }
      clock().sleep(Duration.ofMillis(10));
    }
    throw new AssertionError("still runs: " + id);
  }

  @Test
  void tellsItsNameAndThatItWorks() throws InterruptedException {
    var info = runtime().info();
    assertThat(info.name()).isNotEmpty();
    assertThat(info.version()).isNotEmpty();
    assertThat(info.ready()).isTrue();
    assertThat(info.networkReady()).isTrue();
  }

  @Test
  void sandboxComesWithAnAddressAndItsLabels() throws InterruptedException {
    var config = sandbox("address", forever());
    var id = runtime().sandboxes().create(config);
    try {
      var status = runtime().sandboxes().status(id);
      assertThat(status.ips()).hasSize(1);
      assertThat(status.sandbox().ready()).isTrue();
      assertThat(status.sandbox().pod()).isEqualTo(config.pod());
      assertThat(status.sandbox().labels()).containsAllEntriesOf(config.labels());
      assertThat(runtime().sandboxes().list()).extracting(Sandbox::id).contains(id);
    } finally {
      runtime().sandboxes().remove(id);
    }
    assertThat(runtime().sandboxes().list()).extracting(Sandbox::id).doesNotContain(id);
    assertThatThrownBy(() -> runtime().sandboxes().status(id))
        .isInstanceOfSatisfying(RuntimeFailure.class, e -> assertThat(e.isNotFound()).isTrue());
  }

  @Test
  void stoppingAndRemovingWhatIsGoneSucceeds() throws InterruptedException {
    runtime().sandboxes().stop("0123456789abcdef");
    runtime().sandboxes().remove("0123456789abcdef");
    runtime().containers().stop("0123456789abcdef", Duration.ofSeconds(1));
    runtime().containers().remove("0123456789abcdef");
    runtime()
        .images()
        .remove("sha256:0000000000000000000000000000000000000000000000000000000000000000");
  }

  @Test
  void stoppedSandboxIsListedAsNotReady() throws InterruptedException {
    var id = runtime().sandboxes().create(sandbox("stopped", forever()));
    try {
      runtime().sandboxes().stop(id);
      runtime().sandboxes().stop(id);
      assertThat(runtime().sandboxes().status(id).sandbox().ready()).isFalse();
    } finally {
      runtime().sandboxes().remove(id);
    }
  }

  @Test
  void containerGoesFromCreatedOverRunningToExited() throws InterruptedException {
    var sandbox = runtime().sandboxes().create(sandbox("life", forever()));
    try {
      var id = runtime().containers().create(sandbox, container(sleepForever()));
      assertThat(runtime().containers().status(id).container().state())
          .isEqualTo(Container.State.CREATED);

      runtime().containers().start(id);
      var running = runtime().containers().status(id);
      assertThat(running.container().isRunning()).isTrue();
      assertThat(running.startedAt()).isNotNull();
      assertThat(running.container().annotations())
          .containsEntry("io.kubernetes.container.hash", "abc");
      assertThat(running.container().name()).isEqualTo("c");
      assertThat(running.container().sandboxId()).isEqualTo(sandbox);

      runtime().containers().stop(id, Duration.ofSeconds(5));
      var ended = runtime().containers().status(id);
      assertThat(ended.container().state()).isEqualTo(Container.State.EXITED);
      assertThat(ended.finishedAt()).isNotNull();

      runtime().containers().remove(id);
      assertThat(runtime().containers().list()).extracting(Container::id).doesNotContain(id);
    } finally {
      runtime().sandboxes().remove(sandbox);
    }
  }

  @Test
  void exitCodeAndReasonAreTold() throws InterruptedException {
    var sandbox = runtime().sandboxes().create(sandbox("exit", endingWith(3)));
    try {
      var status = awaitEnd(start(sandbox, exitWith(3)));
      assertThat(status.exitCode()).isEqualTo(3);
      assertThat(status.reason()).isEqualTo("Error");
    } finally {
      runtime().sandboxes().remove(sandbox);
    }
  }

  @Test
  void theEndOfAContainerIsAnEvent() throws Exception {
    var events = new Mailbox<RuntimeEvent>(clock(), 1000);
    Consumer<RuntimeEvent> listener = events::offer;
    try (var listening = runtime().onEvent(listener)) {
      assertThat(listening).isNotNull();
      var config = sandbox("event", endingWith(1));
      var sandbox = runtime().sandboxes().create(config);
      try {
        var id = start(sandbox, exitWith(1));
        var deadline = Deadline.after(clock(), Duration.ofSeconds(20));
        RuntimeEvent event;
        do {
          event = events.take(deadline);
          assertThat(event).as("an event before the deadline").isNotNull();
        } while (event.type() != RuntimeEvent.Type.CONTAINER_STOPPED
            || !event.containerId().equals(id));
        assertThat(runtime().containers().status(id).container().isRunning()).isFalse();
        assertThat(event.podUid()).isIn("", config.pod().uid());
      } finally {
        runtime().sandboxes().remove(sandbox);
      }
    }
  }

  @Test
  void removingASandboxTakesItsContainersAlong() throws InterruptedException {
    var sandbox = runtime().sandboxes().create(sandbox("along", forever()));
    var id = start(sandbox, sleepForever());
    runtime().sandboxes().remove(sandbox);
    assertThat(runtime().containers().list()).extracting(Container::id).doesNotContain(id);
    assertThatThrownBy(() -> runtime().containers().status(id))
        .isInstanceOfSatisfying(RuntimeFailure.class, e -> assertThat(e.isNotFound()).isTrue());
  }

  @Test
  void commandsRunInAContainer() throws InterruptedException {
    var sandbox = runtime().sandboxes().create(sandbox("exec", forever()));
    try {
      var id = start(sandbox, sleepForever());
      var result =
          runtime().streaming().run(id, List.of("echo", "hi", "there"), Duration.ofSeconds(10));
      assertThat(result.exitCode()).isZero();
      assertThat(result.stdout().toUtf8()).isEqualTo("hi there\n");
      assertThat(
              runtime()
                  .streaming()
                  .run(id, List.of("sh", "-c", "exit 7"), Duration.ofSeconds(10))
                  .exitCode())
          .isEqualTo(7);
    } finally {
      runtime().sandboxes().remove(sandbox);
    }
  }

  @Test
  void execConnectsStreamsAndReturnsTheExitCode() throws InterruptedException {
    var sandbox = runtime().sandboxes().create(sandbox("streams", forever()));
    try {
      var id = start(sandbox, sleepForever());
      var streams = new Recorded("to and fro");
      var code =
          runtime()
              .streaming()
              .exec(id, new ExecConfig(List.of("cat"), false, true, true, true), streams);
      assertThat(code).isZero();
      assertThat(streams.text()).isEqualTo("to and fro");
      var failing = new ExecConfig(List.of("sh", "-c", "exit 5"), false, false, true, true);
      assertThat(runtime().streaming().exec(id, failing, new Recorded(null))).isEqualTo(5);
    } finally {
      runtime().sandboxes().remove(sandbox);
    }
  }

  @Test
  void nothingRunsInAContainerThatHasEnded() throws InterruptedException {
    var sandbox = runtime().sandboxes().create(sandbox("ended", forever()));
    try {
      var id = start(sandbox, sleepForever());
      runtime().containers().stop(id, Duration.ofSeconds(1));
      assertThatThrownBy(
              () -> runtime().streaming().run(id, List.of("true"), Duration.ofSeconds(5)))
          .isInstanceOf(RuntimeFailure.class);
    } finally {
      runtime().sandboxes().remove(sandbox);
    }
  }

  @Test
  void anImageThatIsNotThereIsNotFound() throws InterruptedException {
    assertThat(runtime().images().find("example.invalid/nobody/has:this")).isNull();
    assertThat(present().id()).isNotEmpty();
    assertThat(runtime().images().list()).extracting(Image::id).contains(present().id());
  }

  @Test
  void aRunningContainerGetsOtherLimits() throws InterruptedException {
    var sandbox = runtime().sandboxes().create(sandbox("resized", forever()));
    try {
      var id = start(sandbox, sleepForever());
      runtime().containers().resize(id, new Resources(512, 50_000, 100_000, 64L << 20, 0));
      assertThat(runtime().containers().status(id).container().isRunning()).isTrue();
      assertThatThrownBy(() ->
              runtime()
                  .containers()
                  .resize("nobody", new Resources(512, 50_000, 100_000, 64L << 20, 0)))
          .isInstanceOf(RuntimeFailure.class);
    } finally {
      runtime().sandboxes().remove(sandbox);
    }
  }

  @Test
  void runningContainersAreMeasured() throws InterruptedException {
    var sandbox = runtime().sandboxes().create(sandbox("stats", forever()));
    try {
      var id = start(sandbox, sleepForever());
      assertThat(runtime().containers().stats())
          .filteredOn(each -> each.containerId().equals(id))
          .hasSize(1);
    } finally {
      runtime().sandboxes().remove(sandbox);
    }
  }

  /// Streams that give a text and keep what they get.
  private static final class Recorded implements ProcessStreams {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final @Nullable Iterator<byte[]> in;

    Recorded(@Nullable String stdin) {
      this.in = stdin == null ? null : List.of(stdin.getBytes(StandardCharsets.UTF_8)).iterator();
    }

    String text() {
      return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable ByteSource stdin() {
      return in == null ? null : () -> in.hasNext() ? in.next() : null;
    }

    @Override
    public ByteSink stdout() {
      return out::writeBytes;
    }

    @Override
    public ByteSink stderr() {
      return bytes -> {};
    }

    @Override
    public void onResize(Consumer<TerminalSize> listener) {
      // never resized
    }
  }
}
