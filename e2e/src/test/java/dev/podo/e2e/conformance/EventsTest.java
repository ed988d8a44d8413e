package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Events of both groups: two views of one object. In the newer view only the series changes.
class EventsTest {
  private static final Map<String, String> EVENT =
      Map.of(
          "/api/v1",
          """
          metadata: {name: %1$s, labels: {told: %2$s}}
          involvedObject: {kind: Pod, namespace: events, name: nobody}
          reason: Tested
          message: first
          type: Normal
          action: Testing
          eventTime: "2026-01-01T00:00:00.000001Z"
          reportingComponent: example.com/tester
          reportingInstance: tester-1
          """,
          "/apis/events.k8s.io/v1",
          """
          metadata: {name: %1$s, labels: {told: %2$s}}
          regarding: {kind: Pod, namespace: events, name: nobody}
          reason: Tested
          note: first
          type: Normal
          action: Testing
          eventTime: "2026-01-01T00:00:00.000001Z"
          reportingController: example.com/tester
          reportingInstance: tester-1
          """);

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("events");
  }

  private long count(String root, String selector) {
    return Trees.asList(Trees.get(rest.get(root + "/events?" + selector), "items")).size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1", "/apis/events.k8s.io/v1"})
  void liveAndAreForgotten(String root) {
    var text = root.equals("/api/v1") ? "message" : "note";
    var events = root + "/namespaces/events/events";
    var name = "lives-" + text;
    rest.create(events, EVENT.get(root).formatted(name, name));
    assertThat(count(root, "labelSelector=told%3D" + name)).isEqualTo(1);
    assertThat(count(root, "fieldSelector=metadata.name%3D" + name)).isEqualTo(1);
    if (text.equals("message")) {
      rest.patch(events + "/" + name, "{\"message\":\"second\"}");
      assertThat(Trees.text(rest.get(events + "/" + name), text)).isEqualTo("second");
    }
    rest.patch(
        events + "/" + name,
        "{\"series\":{\"count\":2,\"lastObservedTime\":\"2026-01-01T00:00:30.000001Z\"}}");
    var series =
        Map.<String, Object>of("count", 3L, "lastObservedTime", "2026-01-01T00:01:00.000001Z");
    rest.update(events + "/" + name, it -> Trees.set(it, series, "series"));
    assertThat(Trees.get(rest.get(events + "/" + name), "series", "count")).isEqualTo(3L);
    rest.delete(events + "/" + name);
    assertThat(count(root, "labelSelector=told%3D" + name)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1", "/apis/events.k8s.io/v1"})
  void goTogether(String root) {
    var label = root.equals("/api/v1") ? "core" : "events";
    for (int i = 0; i < 3; i++) {
      rest.create(root + "/namespaces/events/events", EVENT.get(root).formatted(label + i, label));
    }
    assertThat(count(root, "labelSelector=told%3D" + label)).isEqualTo(3);
    rest.delete(root + "/namespaces/events/events?labelSelector=told%3D" + label);
    assertThat(count(root, "labelSelector=told%3D" + label)).isZero();
  }
}
