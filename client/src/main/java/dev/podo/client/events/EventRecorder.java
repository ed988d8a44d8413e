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
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.EventSource;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

/// Writes Events on behalf of one component. Recording never blocks and never fails: what repeats
/// is counted on the Event that is there, what floods is dropped, and so is what cannot be written.
public final class EventRecorder {
  public static final String NORMAL = "Normal";
  public static final String WARNING = "Warning";

  private static final System.Logger LOG = System.getLogger(EventRecorder.class.getName());
  private static final int QUEUE_MAX = 1_000;
  private static final int MESSAGE_MAX = 1_024; // what validation of an Event's note allows
  private static final int TRIES = 5;
  private static final Backoff BACKOFF =
      Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(10));

  private final Api api;
  private final EventSource source;
  private final Environment environment;
  private final Mailbox<Occurrence> queue;
  private final Correlator correlator;
  private long lastNameNanos;

  private EventRecorder(Api api, EventSource source, Environment environment) {
    this.api = api;
    this.source = source;
    this.environment = environment;
    this.queue = new Mailbox<>(environment.clock(), QUEUE_MAX);
    this.correlator = new Correlator();
  }

  /// @param component who tells, such as `deployment-controller`
  /// @param host on which node; "" where that says nothing
  public static EventRecorder start(Api api, String component, String host, Scope scope) {
    var source = EventSource.builder().component(component).host(host).build();
    var recorder = new EventRecorder(api, source, scope.environment());
    scope.fork("events of " + component, recorder::run);
    return recorder;
  }

  /// Records that something happened to an object.
  ///
  /// @param type [#NORMAL] or [#WARNING]
  /// @param reason one word in upper camel case
  public void event(ApiObject regarding, String type, String reason, String message) {
    event(reference(regarding), type, reason, message);
  }

  /// Records that something happened to an object or to a part of it.
  public void event(ObjectReference regarding, String type, String reason, String message) {
    var now = environment.clock().now();
    var fits = message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX);
    if (!queue.offer(new Occurrence(source, regarding, type, reason, fits, now))) {
      LOG.log(System.Logger.Level.DEBUG, "too many events: dropped {0} of {1}", reason, regarding);
    }
  }

  /// How Events name an object.
  public static ObjectReference reference(ApiObject object) {
    var metadata = object.metadata();
    return ObjectReference.builder()
        .apiVersion(object.apiVersion())
        .kind(object.kind())
        .namespace(metadata.namespace())
        .name(metadata.name())
        .uid(metadata.uid())
        .resourceVersion(metadata.resourceVersion())
        .build();
  }

  private void run() throws InterruptedException {
    while (true) {
      var occurrence = queue.take(Deadline.never());
      if (occurrence != null && correlator.admits(occurrence)) {
        write(correlator.correlate(occurrence));
      }
    }
  }

  private void write(Correlator.Series series) throws InterruptedException {
    for (int failures = 1; failures <= TRIES; failures++) {
      try {
        series.written(series.isNew() ? create(series) : count(series));
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

  private Event create(Correlator.Series series) {
    var about = series.last();
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

  private Event count(Correlator.Series series) {
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
        WriteOptions.as(source.component()));
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
