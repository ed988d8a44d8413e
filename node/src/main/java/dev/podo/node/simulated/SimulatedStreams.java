package dev.podo.node.simulated;

import dev.podo.client.node.ProcessStreams;
import dev.podo.foundation.Deadline;
import dev.podo.model.Bytes;
import dev.podo.node.handlers.Answer;
import dev.podo.node.handlers.NetworkClient;
import dev.podo.node.runtime.LogSource;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.StreamingRuntime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// What there is to say to containers that run nothing: a handful of commands, an echo on every
/// port, and the log that the script gives them.
final class SimulatedStreams implements StreamingRuntime, NetworkClient, LogSource {
  private final SimulatedState state;

  SimulatedStreams(SimulatedState state) {
    this.state = state;
  }

  /// What a command prints and how it ends.
  private record Ending(int exitCode, String stdout, String stderr) {}

  private SimulatedContainer running(String containerId) {
    var container = state.container(containerId);
    if (!container.isRunning()) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.NOT_RUNNING, "container \"" + containerId + "\" is not running");
    }
    return container;
  }

  /// Commands of probes succeed while the script says that the container is well.
  @Override
  public ExecResult run(String containerId, List<String> command, Duration timeout) {
    var container = running(containerId);
    if (!container.isWell(state.now())) {
      return new ExecResult(1, Bytes.EMPTY, Bytes.utf8("not well"));
    }
    var ending = execute(container, command);
    return new ExecResult(
        ending.exitCode(), Bytes.utf8(ending.stdout()), Bytes.utf8(ending.stderr()));
  }

  @Override
  public int exec(String containerId, ExecConfig config, ProcessStreams streams)
      throws InterruptedException {
    var container = running(containerId);
    if (config.command().getFirst().equals("cat")) {
      copy(streams);
      return 0;
    }
    var ending = execute(container, config.command());
    if (config.stdout() && !ending.stdout().isEmpty()) {
      streams.stdout().write(ending.stdout().getBytes(StandardCharsets.UTF_8));
    }
    if (config.stderr() && !ending.stderr().isEmpty()) {
      streams.stderr().write(ending.stderr().getBytes(StandardCharsets.UTF_8));
    }
    return ending.exitCode();
  }

  private static void copy(ProcessStreams streams) throws InterruptedException {
    var in = streams.stdin();
    if (in == null) {
      return;
    }
    for (var bytes = in.read(); bytes != null; bytes = in.read()) {
      streams.stdout().write(bytes);
    }
  }

  /// `echo`, `hostname`, `env`, `true`, `false`, `exit N`, `sh -c` of these; else nothing happens.
  private static Ending execute(SimulatedContainer container, List<String> command) {
    var words = command;
    if (words.size() == 3 && words.get(0).endsWith("sh") && words.get(1).equals("-c")) {
      words = List.of(words.get(2).trim().split("\\s+"));
    }
    var rest = String.join(" ", words.subList(1, words.size()));
    return switch (words.getFirst()) {
      case "echo" -> new Ending(0, rest + "\n", "");
      case "hostname" -> new Ending(0, container.sandbox.config.hostname() + "\n", "");
      case "env" -> new Ending(0, environment(container), "");
      case "false" -> new Ending(1, "", "");
      case "exit" -> new Ending(rest.isEmpty() ? 0 : Integer.parseInt(rest), "", "");
      default -> new Ending(0, "", "");
    };
  }

  private static String environment(SimulatedContainer container) {
    return container.config.process().env().stream()
        .map(each -> each.name() + "=" + each.value() + "\n")
        .collect(Collectors.joining());
  }

  /// What is typed comes back; a process that reads but once ends with its input.
  @Override
  public void attach(String containerId, AttachConfig config, ProcessStreams streams)
      throws InterruptedException {
    var container = running(containerId);
    var process = container.config.process();
    if (config.stdin() && process.stdin()) {
      copy(streams);
      if (process.stdinOnce()) {
        state.end(container, 0, "");
      }
      return;
    }
    awaitEnd(container, Deadline.never());
  }

  /// What is sent comes back.
  @Override
  public void portForward(String sandboxId, int port, ProcessStreams streams)
      throws InterruptedException {
    var sandbox = state.sandbox(sandboxId);
    if (!sandbox.isReady()) {
      throw new RuntimeFailure(RuntimeFailure.Kind.NOT_RUNNING, "the pod is not running");
    }
    copy(streams);
  }

  // ---- network

  @Override
  public boolean isSimulated() {
    return true;
  }

  @Override
  public Answer tcp(String host, int port, Duration timeout) {
    return state.isWell(host)
        ? Answer.OK
        : new Answer(false, "dial tcp " + host + ":" + port + ": connect: connection refused");
  }

  @Override
  public Reply get(HttpGet request, Duration timeout) {
    return state.isWell(request.host())
        ? new Reply.Status(200, "")
        : new Reply.Failure(
            "Get \"%s://%s:%d%s\": dial tcp %s:%d: connect: connection refused"
                .formatted(
                    request.scheme().equals("HTTPS") ? "https" : "http",
                    request.host(),
                    request.port(),
                    request.path(),
                    request.host(),
                    request.port()));
  }

  // ---- logs

  /// The log is not stored: it follows from the script and the time.
  @Override
  public void read(String containerId, Range range, Sink sink) throws InterruptedException {
    var container = state.container(containerId);
    var started = container.startedAt();
    if (started == null) {
      return;
    }
    var told = container.lastMoment(state.now());
    for (var entry : tail(entries(container, started, told), range)) {
      if (!sink.accept(entry)) {
        return;
      }
    }
    var every = container.script.logEvery();
    while (range.follow() && container.isRunning()) {
      var wait = every == null ? Deadline.never() : Deadline.after(state.clock(), every);
      awaitEnd(container, wait);
      var until = container.lastMoment(state.now());
      for (var entry : entries(container, started, until)) {
        if (entry.time().isAfter(told) && !sink.accept(entry)) {
          return;
        }
      }
      told = until;
    }
  }

  private void awaitEnd(SimulatedContainer container, Deadline deadline)
      throws InterruptedException {
    try {
      state.guarded(any -> container.ended(state.clock())).await(deadline);
    } catch (TimeoutException stillRuns) {
      // there is more to come
    }
  }

  private static List<LogEntry> entries(
      SimulatedContainer container, Instant started, Instant until) {
    var out = new ArrayList<LogEntry>();
    for (var line : container.script.log().split("\n", -1)) {
      out.add(new LogEntry(started, false, false, Bytes.utf8(line)));
    }
    var every = container.script.logEvery();
    if (every != null && !every.isZero()) {
      var number = 1;
      for (var at = started.plus(every); !at.isAfter(until); at = at.plus(every)) {
        out.add(new LogEntry(at, false, false, Bytes.utf8("line " + number++)));
      }
    }
    return out;
  }

  private static List<LogEntry> tail(List<LogEntry> entries, Range range) {
    var since = range.since();
    var wanted =
        since == null
            ? entries
            : entries.stream().filter(each -> !each.time().isBefore(since)).toList();
    Long tail = range.tailLines();
    return tail == null || tail >= wanted.size()
        ? wanted
        : wanted.subList(wanted.size() - (int) (long) tail, wanted.size());
  }
}
