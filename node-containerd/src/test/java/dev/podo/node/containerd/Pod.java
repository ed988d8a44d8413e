package dev.podo.node.containerd;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Ids;
import dev.podo.foundation.Signal;
import dev.podo.node.containerd.cri.CriRuntime;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.ContainerConfig.Invocation;
import dev.podo.node.runtime.ContainerSecurity;
import dev.podo.node.runtime.ContainerSecurity.Capabilities;
import dev.podo.node.runtime.ContainerSecurity.Confinement;
import dev.podo.node.runtime.ContainerSecurity.Namespaces;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.Mount;
import dev.podo.node.runtime.PodId;
import dev.podo.node.runtime.Resources;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.SandboxConfig;
import dev.podo.node.runtime.SandboxConfig.DnsConfig;
import dev.podo.node.runtime.SandboxConfig.PortMapping;
import dev.podo.node.runtime.SandboxConfig.SandboxNetwork;
import dev.podo.node.runtime.SandboxSecurity;
import dev.podo.node.runtime.SecurityProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A sandbox made for one test, with the events about it; removed when closed.
final class Pod implements AutoCloseable {
  static final Namespaces SHARED_NOTHING = new Namespaces(false, false, false, false);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(100);

  final CriRuntime runtime;
  final SandboxConfig config;
  final String id;
  final Path logs;
  private final List<RuntimeEvent> events = new CopyOnWriteArrayList<>();
  private final Signal changed = new Signal(Clock.system());
  private final AutoCloseable listening;

  Pod(TestNode node) throws IOException, InterruptedException {
    this(node, c -> c);
  }

  Pod(TestNode node, UnaryOperator<SandboxConfig> change) throws IOException, InterruptedException {
    this.runtime = node.runtime();
    this.logs = Files.createTempDirectory(node.directory, "logs-");
    this.config = change.apply(config(logs, false, List.of()));
    this.listening =
        runtime.onEvent(event -> {
          events.add(event);
          changed.raise();
        });
    this.id = runtime.sandboxes().create(config);
  }

  static SandboxConfig config(Path logs, boolean hostNetwork, List<PortMapping> ports) {
    var uid = Ids.uid(Environment.system().random());
    return new SandboxConfig(
        new PodId("default", "pod-" + uid.substring(0, 8), uid),
        0,
        hostNetwork ? "" : "web-1",
        logs,
        "",
        new SandboxNetwork(
            hostNetwork,
            new DnsConfig(List.of("10.96.0.10"), List.of("cluster.local"), List.of("ndots:5")),
            ports),
        new SandboxSecurity(
            false,
            false,
            false,
            false,
            null,
            null,
            List.of(),
            new TreeMap<>(),
            SecurityProfile.RUNTIME_DEFAULT),
        new TreeMap<>(Map.of("app", "web")),
        new TreeMap<>(Map.of("podo.dev/test", "a, \"b\"\n")));
  }

  /// With the namespaces of the pod, and with one of the kernel's parameters set.
  static SandboxConfig with(SandboxConfig config, Namespaces shared, Map<String, String> sysctls) {
    return new SandboxConfig(
        config.pod(),
        config.attempt(),
        config.hostname(),
        config.logDirectory(),
        config.cgroupParent(),
        config.network(),
        new SandboxSecurity(
            shared.hostPid(),
            shared.hostIpc(),
            shared.sharedPid(),
            false,
            null,
            null,
            List.of(),
            new TreeMap<>(sysctls),
            SecurityProfile.RUNTIME_DEFAULT),
        config.labels(),
        config.annotations());
  }

  /// What a container is unless a test says otherwise.
  static final class Wanted {
    final String name;
    List<String> command = List.of();
    List<ContainerConfig.Env> env = List.of();
    List<Mount> mounts = List.of();
    Resources resources = new Resources(0, 0, 0, 0, 0);
    boolean stdin;
    boolean stdinOnce;
    boolean tty;
    Long user;
    boolean readOnlyRoot;
    boolean noNewPrivileges;
    boolean privileged;
    List<Long> groups = List.of();
    SecurityProfile seccomp = SecurityProfile.RUNTIME_DEFAULT;
    Namespaces namespaces = SHARED_NOTHING;
    Capabilities capabilities = Capabilities.NONE;

    Wanted(String name, String... command) {
      this.name = name;
      this.command = List.of(command);
    }

    ContainerConfig config() {
      return new ContainerConfig(
          name,
          0,
          TestNode.IMAGE,
          new Invocation(command, List.of(), "", env, stdin, stdinOnce, tty),
          mounts,
          resources,
          new ContainerSecurity(
              user,
              null,
              groups,
              capabilities,
              new Confinement(
                  privileged,
                  readOnlyRoot,
                  noNewPrivileges,
                  seccomp,
                  SecurityProfile.RUNTIME_DEFAULT,
                  null),
              true,
              namespaces),
          name + "/0.log",
          new TreeMap<>(Map.of("name", name)),
          new TreeMap<>(Map.of("note", "of " + name)));
    }
  }

  static Wanted shell(String script) {
    return new Wanted("main", "/bin/sh", "-c", script);
  }

  String start(Wanted wanted) throws IOException, InterruptedException {
    Files.createDirectories(logs.resolve(wanted.name));
    var container = runtime.containers().create(id, wanted.config());
    runtime.containers().start(container);
    return container;
  }

  /// One that does nothing until it is told to stop.
  String idle() throws IOException, InterruptedException {
    return start(new Wanted("main"));
  }

  /// Runs to its end, seen by event alone.
  ContainerStatus run(Wanted wanted) throws IOException, InterruptedException {
    var container = start(wanted);
    await(
        e -> e.type() == RuntimeEvent.Type.CONTAINER_STOPPED && e.containerId().equals(container));
    return runtime.containers().status(container);
  }

  RuntimeEvent await(Predicate<RuntimeEvent> wanted) throws InterruptedException {
    var came =
        changed.awaitUntil(
            () -> events.stream().anyMatch(wanted), Deadline.after(Clock.system(), PATIENCE));
    if (!came) {
      throw new AssertionError("no such event among " + events);
    }
    return events.stream().filter(wanted).findFirst().orElseThrow();
  }

  /// What a container printed, without CRI's decoration.
  String output(String name) throws IOException {
    var out = new ArrayList<String>();
    for (var line : Files.readAllLines(logs.resolve(name).resolve("0.log"))) {
      var words = line.split(" ", 4);
      out.add(words.length > 3 ? words[3] : "");
    }
    return String.join("\n", out);
  }

  Container.State state(String container) throws InterruptedException {
    return runtime.containers().status(container).container().state();
  }

  /// Tries again, as the node agent does: beside other work on the machine a network plug-in or the
  /// runtime may be unable just now.
  @Override
  public void close() {
    var clock = Clock.system();
    var deadline = Deadline.after(clock, PATIENCE);
    var failures = new ArrayList<RuntimeFailure>();
    try {
      listening.close();
      while (!removed(failures)) {
        if (deadline.hasPassed(clock)) {
          throw failures.getLast();
        }
        clock.sleep(PAUSE);
      }
    } catch (Exception e) {
      throw new AssertionError("the pod cannot be removed: " + failures, e);
    }
  }

  private boolean removed(List<RuntimeFailure> failures) throws InterruptedException {
    try {
      runtime.sandboxes().remove(id);
      return true;
    } catch (RuntimeFailure e) {
      failures.add(e);
      return false;
    }
  }
}
