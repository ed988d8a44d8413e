package dev.podo.machinery.kinds.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.EventSeries;
import dev.podo.model.core.v1.EventSource;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventViewsTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00.123456Z");

  private final Event event =
      Event.builder()
          .metadata(ObjectMeta.builder().name("web.1").namespace("demo").build())
          .involvedObject(ObjectReference.builder().kind("Pod").name("web").build())
          .reason("Tested")
          .message("It was tested.")
          .source(EventSource.builder().component("tester").host("node-1").build())
          .firstTimestamp(NOW)
          .lastTimestamp(NOW)
          .count(3)
          .type("Normal")
          .eventTime(NOW)
          .series(EventSeries.builder().count(3).lastObservedTime(NOW).build())
          .action("Testing")
          .related(ObjectReference.builder().kind("Node").name("node-1").build())
          .reportingComponent("podo.dev/tester")
          .reportingInstance("one")
          .build();

  @Test
  void neitherViewLosesAnything() {
    var view = EventsV1.KIND.fromStorage(event);
    assertThat(view.note()).isEqualTo("It was tested.");
    assertThat(view.regarding()).isEqualTo(event.involvedObject());
    assertThat(view.reportingController()).isEqualTo("podo.dev/tester");
    assertThat(view.deprecatedCount()).isEqualTo(3);
    assertThat(view.apiVersion()).isEqualTo("events.k8s.io/v1");
    assertThat(EventsV1.KIND.toStorage(view)).isEqualTo(event);
  }

  @Test
  void bothViewsAreFoundByWhatTheyAreAbout() {
    var view = EventsV1.KIND.fromStorage(event);
    var byName = EventsV1.KIND.selectableFields().get("regarding.name");
    assertThat(byName).isNotNull();
    assertThat(byName.apply(view)).isEqualTo("web");
    var stored = Events.KIND.selectableFields().get("involvedObject.name");
    assertThat(stored).isNotNull();
    assertThat(stored.apply(event)).isEqualTo("web");
  }
}
