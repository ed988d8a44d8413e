package dev.podo.client.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.ListOptions;
import dev.podo.client.WatchOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);
  private final EventRecorder recorder = EventRecorder.start(api, "tester", "host", scope);

  @AfterEach
  void close() {
    scope.close();
  }

  private static Pod pod(String name) {
    var metadata = ObjectMeta.builder().namespace("default").name(name).uid("uid-" + name).build();
    return Pod.builder().metadata(metadata).build();
  }

  private List<Event> events() {
    return api.list(Events.KIND, ListOptions.all()).items();
  }

  private void awaitEvent(Predicate<Event> wanted) throws InterruptedException {
    var deadline = Deadline.after(environment.clock(), Duration.ofSeconds(10));
    try (var stream = api.watch(Events.KIND, WatchOptions.stateAndChanges())) {
      while (true) {
        var event = stream.next(deadline);
        assertThat(event).as("the event comes").isNotNull();
        if (wanted.test(event.object())) {
          return;
        }
      }
    }
  }

  @Test
  void writesWhatHappenedToWhat() throws InterruptedException {
    recorder.event(pod("a"), EventRecorder.NORMAL, "Started", "It runs");
    awaitEvent(event -> event.reason().equals("Started"));

    var event = events().get(0);
    assertThat(event.metadata().namespace()).isEqualTo("default");
    assertThat(event.metadata().name()).startsWith("a.");
    assertThat(event.involvedObject().kind()).isEqualTo("Pod");
    assertThat(event.involvedObject().uid()).isEqualTo("uid-a");
    assertThat(event.message()).isEqualTo("It runs");
    assertThat(event.source().component()).isEqualTo("tester");
    assertThat(event.count()).isEqualTo(1);
  }

  @Test
  void countsWhatRepeats() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      recorder.event(pod("a"), EventRecorder.WARNING, "BackOff", "Again");
    }
    awaitEvent(event -> event.count() == 3);

    assertThat(events()).hasSize(1);
  }

  @Test
  void combinesWhatIsSimilarAndDropsWhatFloods() throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      recorder.event(pod("a"), EventRecorder.WARNING, "Failed", "try " + i);
    }
    recorder.event(pod("b"), EventRecorder.NORMAL, "Last", "");
    awaitEvent(event -> event.reason().equals("Last"));

    assertThat(events()).filteredOn(e -> e.reason().equals("Failed")).hasSize(11);
    assertThat(events())
        .filteredOn(e -> e.message().startsWith("(combined from similar events): "))
        .singleElement()
        .satisfies(combined -> assertThat(combined.count()).isEqualTo(15));
  }
}
