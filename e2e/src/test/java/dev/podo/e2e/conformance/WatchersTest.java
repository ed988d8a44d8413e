package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.e2e.conformance.Watching.Event;
import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Watches of ConfigMaps.
class WatchersTest {
  private static final String MAPS = "/api/v1/namespaces/watchers/configmaps";

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("watchers");
  }

  private Object create(String name, String label) {
    return rest.create(MAPS, "metadata: {name: %s, labels: {watched: %s}}".formatted(name, label));
  }

  private Object mutate(String name, int mutation) {
    return rest.patch(MAPS + "/" + name, "{\"data\":{\"mutation\":\"" + mutation + "\"}}");
  }

  private static String version(Object object) {
    return Trees.text(object, "metadata", "resourceVersion");
  }

  private Watching watch(String label, String version) {
    return rest.watch(
        MAPS + "?watch=true&labelSelector=watched%3D" + label + "&resourceVersion=" + version);
  }

  @Test
  void observeAddUpdateAndDelete() {
    var start = version(rest.get(MAPS));
    try (var a = watch("a", start);
        var b = watch("b", start);
        var both =
            rest.watch(
                MAPS + "?watch=true&labelSelector=watched+in+(a,b)&resourceVersion=" + start)) {
      create("map-a", "a");
      mutate("map-a", 1);
      mutate("map-a", 2);
      rest.delete(MAPS + "/map-a");
      create("map-b", "b");
      rest.delete(MAPS + "/map-b");
      assertThat(a.next(4))
          .extracting(Event::toString)
          .containsExactly("ADDED map-a", "MODIFIED map-a", "MODIFIED map-a", "DELETED map-a");
      assertThat(b.next(2))
          .extracting(Event::toString)
          .containsExactly("ADDED map-b", "DELETED map-b");
      assertThat(both.next(6))
          .extracting(Event::toString)
          .containsExactly(
              "ADDED map-a",
              "MODIFIED map-a",
              "MODIFIED map-a",
              "DELETED map-a",
              "ADDED map-b",
              "DELETED map-b");
    }
  }

  @Test
  void startFromASpecificVersion() {
    create("from-version", "version");
    var first = mutate("from-version", 1);
    mutate("from-version", 2);
    rest.delete(MAPS + "/from-version");
    try (var watching = watch("version", version(first))) {
      var events = watching.next(2);
      assertThat(events).extracting(Event::type).containsExactly("MODIFIED", "DELETED");
      assertThat(events.get(0).text("data", "mutation")).isEqualTo("2");
    }
  }

  @Test
  void restartFromTheLastVersionObserved() {
    String last;
    var created = create("restarted", "restarted");
    try (var watching = watch("restarted", version(created))) {
      mutate("restarted", 1);
      last = watching.next().version();
    }
    mutate("restarted", 2);
    rest.delete(MAPS + "/restarted");
    try (var watching = watch("restarted", last)) {
      assertThat(watching.next(2)).extracting(Event::type).containsExactly("MODIFIED", "DELETED");
    }
  }

  @Test
  void observeADeletionWhenASelectorIsMetNoMore() {
    var created = create("moves", "here");
    try (var watching = watch("here", version(created))) {
      mutate("moves", 1);
      rest.patch(MAPS + "/moves", "{\"metadata\":{\"labels\":{\"watched\":\"there\"}}}");
      mutate("moves", 2);
      rest.patch(MAPS + "/moves", "{\"metadata\":{\"labels\":{\"watched\":\"here\"}}}");
      mutate("moves", 3);
      rest.delete(MAPS + "/moves");
      var events = watching.next(5);
      assertThat(events)
          .extracting(Event::type)
          .containsExactly("MODIFIED", "DELETED", "ADDED", "MODIFIED", "DELETED");
      assertThat(events.get(2).text("data", "mutation")).isEqualTo("2");
    }
  }

  @Test
  void concurrentOnesReceiveEventsInTheSameOrder() {
    var start = version(rest.get(MAPS));
    var all = new ArrayList<Watching>();
    try {
      all.add(watch("order", start));
      var writers = new ArrayList<Thread>();
      for (var name : new String[] {"order-1", "order-2", "order-3"}) {
        writers.add(
            Thread.ofVirtual()
                .start(() -> {
                  create(name, "order");
                  for (int i = 0; i < 10; i++) {
                    mutate(name, i);
                  }
                  rest.delete(MAPS + "/" + name);
                }));
      }
      var first = new ArrayList<String>();
      for (int i = 0; i < 36; i++) {
        var version = all.get(0).next().version();
        first.add(version);
        if (i % 6 == 0) {
          all.add(watch("order", version));
        }
      }
      for (int i = 1; i < all.size(); i++) {
        var rest = first.subList(6 * (i - 1) + 1, first.size());
        assertThat(all.get(i).next(rest.size())).extracting(Event::version).isEqualTo(rest);
      }
      for (var writer : writers) {
        writer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      all.forEach(Watching::close);
    }
  }
}
