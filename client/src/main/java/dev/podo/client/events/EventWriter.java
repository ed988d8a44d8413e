package dev.podo.client.events;

import dev.podo.client.Api;
import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.EventSource;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

/// Writes the Events of any number of recorders, one after the other, so that Events never compete
/// with what they tell of. What comes faster than that is dropped once the queue is full.
public final class EventWriter {
  private static final System.Logger LOG = System.getLogger(EventWriter.class.getName());
  private static final int QUEUE_MAX = 1_000;
  private static final int TRIES = 5;
  private static final Backoff BACKOFF =
      Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(10));

  private final Environment environment;
  private final Mailbox<Told> queue;
  private final Correlator correlator;
  private long lastNameNanos;

  /// An occurrence, and as whom it is written.
  private record Told(Api api, Occurrence occurrence) {}

  private EventWriter(Environment environment) {
    this.environment = environment;
    this.queue = new Mailbox<>(environment.clock(), QUEUE_MAX);
    this.correlator = new Correlator();
  }

  /// @param name of its thread, for people
  /// @param scope ends it
  public static EventWriter start(String name, Scope scope) {
    var writer = new EventWriter(scope.environment());
    scope.fork(name, writer::run);
    return writer;
  }

  /// @param api as the identity of who tells
  /// @param component who tells, such as `deployment-controller`
  /// @param host on which node; "" where that says nothing
  public EventRecorder recorder(Api api, String component, String host) {
    var source = EventSource.builder().component(component).host(host).build();
    return new EventRecorder(api, source, this);
  }

  Instant now() {
    return environment.clock().now();
  }

  /// Returns at once.
  void tell(Api api, Occurrence occurrence) {
    if (!queue.offer(new Told(api, occurrence))) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "too many events: dropped {0} of {1}",
          occurrence.reason(),
          occurrence.regarding());
    }
  }

  private void run() throws InterruptedException {
    while (true) {
      var told = queue.take(Deadline.never());
      if (told != null && correlator.admits(told.occurrence())) {
        write(told.api(), correlator.correlate(told.occurrence()));
      }
    }
  }

  private void write(Api api, Correlator.Series series) throws InterruptedException {
    for (int failures = 1; failures <= TRIES; failures++) {
      try {
        series.written(series.isNew() ? create(api, series) : count(api, series));
        return;
      } catch (ApiException e) {
        if (e.isNotFound() && !series.isNew()) {
          series.forget(); // It has expired meanwhile.
        } else if (!e.isTransient()) {
          LOG.log(System.Logger.Level.DEBUG, "an event was refused: {0}", e.getMessage());
          return;
        } else {
          environment.clock().sleep(BACKOFF.delay(failures, environment.random()));
        }
      }
    }
  }

  private Event create(Api api, Correlator.Series series) {
    var about = series.last();
    var source = about.source();
    var first = seconds(series.firstAt());
    var namespace =
        about.regarding().namespace().isEmpty() ? "default" : about.regarding().namespace();
    var event =
        Event.builder()
            .metadata(ObjectMeta.builder().namespace(namespace).name(nameFor(about)).build())
            .involvedObject(about.regarding())
            .type(about.type())
            .reason(about.reason())
            .message(series.message())
            .source(source)
            .reportingComponent(source.component())
            .reportingInstance(source.host())
            .count(series.count())
            .firstTimestamp(first)
            .lastTimestamp(seconds(about.at()))
            .build();
    return api.create(Events.KIND, event, WriteOptions.as(source.component()));
  }

  private static Event count(Api api, Correlator.Series series) {
    var patch = new TreeMap<String, Object>();
    patch.put("count", (long) series.count());
    patch.put("lastTimestamp", seconds(series.last().at()).toString());
    patch.put("message", series.message());
    var metadata = series.event().metadata();
    return api.patch(
        Events.KIND,
        metadata.namespace(),
        metadata.name(),
        new Patch.Merge(patch),
        "",
        WriteOptions.as(series.last().source().component()));
  }

  /// The object's name and the time in hexadecimal, as upstream; never the same twice.
  private String nameFor(Occurrence about) {
    var nanos = ChronoUnit.NANOS.between(Instant.EPOCH, about.at());
    lastNameNanos = Math.max(nanos, lastNameNanos + 1);
    return about.regarding().name() + "." + Long.toHexString(lastNameNanos);
  }

  private static Instant seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }
}
