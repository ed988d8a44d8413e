package dev.podo.controllers.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.ObjectReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventExpiryTest {
  private final Stage stage = new Stage(1);

  {
    stage.add(new EventExpiry(EventExpiry.TTL));
  }

  private Event event(String name) {
    return stage.create(
        Events.KIND,
        Event.builder()
            .metadata(Samples.named(name))
            .involvedObject(
                ObjectReference.builder().kind("Pod").namespace("default").name("p").build())
            .reason("Started")
            .type("Normal")
            .firstTimestamp(stage.now())
            .lastTimestamp(stage.now())
            .build());
  }

  @Test
  void anEventGoesAnHourAfterItWasLastTold() {
    event("once");
    var repeated = event("repeated");
    stage.pass(Duration.ofMinutes(40), Duration.ofMinutes(10));
    stage.update(Events.KIND, repeated.with(b -> b.lastTimestamp(stage.now()).count(2)));
    stage.pass(Duration.ofMinutes(20), Duration.ofMinutes(10));
    assertThat(stage.all(Events.KIND))
        .extracting(e -> e.metadata().name())
        .containsExactly("repeated");

    stage.pass(Duration.ofMinutes(40), Duration.ofMinutes(10));
    assertThat(stage.all(Events.KIND)).isEmpty();
  }
}
