package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pods from their creation to their end, on simulated nodes.
class PodLivesTest {
  private static final String PODS = "/api/v1/namespaces/pod-lives/pods";

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("pod-lives");
  }

  /// @return its path
  private String create(String name, String metadata, String container) {
    rest.create(
        PODS,
        """
        metadata: {name: %s, labels: {name: %1$s}%s}
        spec: {containers: [{name: main, image: "example.com/main:1"%s}]}
        """
            .formatted(name, metadata, container));
    return PODS + "/" + name;
  }

  private String running(String name) {
    var path = create(name, "", "");
    awaitPhase(path, "Running");
    return path;
  }

  private void awaitPhase(String path, String phase) {
    OnCluster.await(
        path + " to be " + phase,
        () -> Trees.text(rest.get(path), "status", "phase").equals(phase));
  }

  private List<Object> selected(String selector) {
    return Rest.list(rest.get(PODS + "?labelSelector=" + selector), "items");
  }

  @Test
  void areSubmittedAndRemoved() {
    var version = Trees.text(rest.get(PODS), "metadata", "resourceVersion");
    var selector = "name%3Dsubmitted";
    try (var watching =
        rest.watch(
            PODS + "?watch=true&labelSelector=" + selector + "&resourceVersion=" + version)) {
      var path = create("submitted", ", finalizers: [example.com/held]", "");
      assertThat(selected(selector)).hasSize(1);
      assertThat(watching.next().type()).isEqualTo("ADDED");
      watching.await(e -> e.text("status", "phase").equals("Running"));
      rest.delete(path, "{\"gracePeriodSeconds\":30}");
      watching.await(e -> !e.text("metadata", "deletionTimestamp").isEmpty());
      rest.patch(path, "{\"metadata\":{\"finalizers\":null}}");
      var deleted = watching.await(e -> e.type().equals("DELETED"));
      assertThat(deleted.text("metadata", "deletionTimestamp")).isNotEmpty();
    }
    assertThat(selected(selector)).isEmpty();
  }

  @Test
  void areFoundByTheLabelsTheyHaveNow() {
    var path = running("labelled");
    rest.update(path, it -> Trees.set(it, "later", "metadata", "labels", "time"));
    assertThat(selected("time%3Dlater")).hasSize(1);
    rest.delete(path);
  }

  @Test
  void endAtTheirDeadline() {
    var path = running("deadline");
    assertThat(selected("name%3Ddeadline")).hasSize(1);
    rest.update(path, it -> Trees.set(it, 1L, "spec", "activeDeadlineSeconds"));
    awaitPhase(path, "Failed");
    assertThat(Trees.text(rest.get(path), "status", "reason")).isEqualTo("DeadlineExceeded");
    rest.delete(path);
  }

  @Test
  void tellTheAddressOfTheirHost() {
    var path = running("host-address");
    assertThat(Trees.text(rest.get(path), "status", "hostIP")).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    rest.delete(path);
  }

  @Test
  void haveAStatusThatIsPatched() {
    var path = running("patched");
    var patched =
        rest.patch(
            path + "/status",
            "{\"status\":{\"message\":\"patched by a test\",\"reason\":\"Tested\"}}");
    assertThat(Trees.text(patched, "status", "message")).isEqualTo("patched by a test");
    assertThat(Trees.text(patched, "status", "reason")).isEqualTo("Tested");
    rest.delete(path);
  }

  @Test
  void liveThroughChangesOfThemselvesAndOfTheirStatus() {
    var version = Trees.text(rest.get(PODS), "metadata", "resourceVersion");
    try (var watching =
        rest.watch(PODS + "?watch=true&labelSelector=name%3Dlives&resourceVersion=" + version)) {
      var path = create("lives", "", "");
      watching.await(e -> e.text("status", "phase").equals("Running"));
      var patch =
          "{\"metadata\":{\"labels\":{\"patched\":\"yes\"}},\"spec\":{\"terminationGracePeriodSeconds\":1,"
              + "\"containers\":[{\"name\":\"main\",\"image\":\"example.com/main:2\"}]}}";
      var refused = rest.send("PATCH", path, Rest.STRATEGIC, patch);
      assertThat(refused.code()).as("the grace may not change").isEqualTo(422);
      var allowed = patch.replace("\"terminationGracePeriodSeconds\":1,", "");
      rest.send("PATCH", path, Rest.STRATEGIC, allowed).require(200);
      watching.await(e ->
          e.text("metadata", "labels", "patched").equals("yes")
              && e.text("status", "phase").equals("Running"));
      rest.update(
          path + "/status",
          it -> {
            var conditions = new ArrayList<Object>(Rest.list(it, "status", "conditions"));
            conditions.add(Map.of("type", "example.com/Tested", "status", "True"));
            return Trees.set(it, conditions, "status", "conditions");
          });
      assertThat(Rest.list(rest.get(path + "/status"), "status", "conditions"))
          .anyMatch(it -> Trees.text(it, "type").equals("example.com/Tested"));
      rest.delete(PODS + "?labelSelector=patched%3Dyes", "{\"gracePeriodSeconds\":0}");
      watching.await(e -> e.type().equals("DELETED"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Guaranteed", "Burstable", "BestEffort"})
  void tellTheirClassOfService(String expected) {
    var requests = "requests: {cpu: 100m, memory: 100Mi}";
    var resources =
        switch (expected) {
          case "Guaranteed" -> "{limits: {cpu: 100m, memory: 100Mi}, " + requests + "}";
          case "Burstable" -> "{" + requests + "}";
          default -> "{}";
        };
    var path =
        create("class-" + expected.toLowerCase(Locale.ROOT), "", ", resources: " + resources);
    assertThat(Trees.text(rest.get(path), "status", "qosClass")).isEqualTo(expected);
    rest.delete(path);
  }

  @Test
  void countTheirGenerationsFromOne() {
    var path = running("generations");
    awaitObserved(path, 1);
    var update =
        "{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"example.com/main:2\"}]}}";
    rest.send("PATCH", path, Rest.STRATEGIC, update).require(200);
    awaitObserved(path, 2);
    rest.patch(path, "{\"spec\":{\"activeDeadlineSeconds\":3000}}");
    awaitObserved(path, 3);
    rest.patch(path, "{\"metadata\":{\"labels\":{\"no\":\"generation\"}}}");
    assertThat(Trees.get(rest.get(path), "metadata", "generation")).isEqualTo(3L);
    rest.delete(path);
  }

  private void awaitObserved(String path, long generation) {
    assertThat(Trees.get(rest.get(path), "metadata", "generation")).isEqualTo(generation);
    OnCluster.await(
        "generation " + generation + " to be observed",
        () ->
            Long.valueOf(generation)
                .equals(Trees.get(rest.get(path), "status", "observedGeneration")));
  }

  @Test
  void countHundredsOfGenerations() {
    var path = running("hundreds");
    for (int i = 1; i < 500; i++) {
      rest.patch(path, "{\"spec\":{\"activeDeadlineSeconds\":" + (100_000 - i) + "}}");
    }
    awaitObserved(path, 500);
    rest.delete(path);
  }

  @Test
  void countAGracefulDeletionAndNothingThatWasSet() {
    var path = create("counted", ", generation: 100, finalizers: [example.com/held]", "");
    assertThat(Trees.get(rest.get(path), "metadata", "generation")).isEqualTo(1L);
    awaitPhase(path, "Running");
    rest.delete(path, "{\"gracePeriodSeconds\":30}");
    assertThat(Trees.text(rest.get(path), "metadata", "deletionTimestamp")).isNotEmpty();
    assertThat(Trees.get(rest.get(path), "metadata", "generation")).isEqualTo(2L);
    rest.patch(path, "{\"metadata\":{\"finalizers\":null}}");
    CLUSTER.awaitGone(path);
  }

  @Test
  void areDeletedThoughTheyAlwaysFail() {
    var failing =
        ", annotations: {simulate.podo.dev/exit-after: 0s, simulate.podo.dev/exit-code: \"1\"}";
    var path = create("failing", failing, "");
    OnCluster.await(
        "it to fail",
        () -> {
          var containers = Rest.list(rest.get(path), "status", "containerStatuses");
          return containers.stream()
              .anyMatch(it -> Trees.get(it, "restartCount") instanceof Long count && count > 0);
        });
    rest.delete(path);
    CLUSTER.awaitGone(path);
  }

  @Test
  void haveNoSysctlsThatAreNone() {
    var answer =
        rest.send(
            "POST",
            PODS,
            "application/yaml",
            """
            metadata: {name: sysctls}
            spec:
              securityContext:
                sysctls:
                  - {name: foo-, value: bar}
                  - {name: kernel.shmmax, value: "100000000"}
                  - {name: "safe-and-unsafe", value: "100000000"}
                  - {name: "bar..", value: "42"}
              containers: [{name: main, image: "example.com/main:1"}]
            """);
    assertThat(answer.require(422).text("message"))
        .contains("spec.securityContext.sysctls[0].name: Invalid value: \"foo-\"")
        .contains("spec.securityContext.sysctls[3].name: Invalid value: \"bar..\"")
        .doesNotContain("kernel.shmmax");
  }

  @Test
  void mayNameVolumesOfDrivers() {
    rest.create(
        PODS,
        """
        metadata: {name: driver-volume, labels: {volumes: drivers}}
        spec:
          nodeSelector: {nobody: has-this}
          containers: [{name: main, image: "example.com/main:1", volumeMounts: [{name: data, mountPath: /data}]}]
          volumes: [{name: data, csi: {driver: csi.example.com, volumeAttributes: {size: big}}}]
        """);
    var path = PODS + "/driver-volume";
    var volume = Rest.list(rest.get(path), "spec", "volumes").getFirst();
    assertThat(Trees.text(volume, "csi", "driver")).isEqualTo("csi.example.com");
    assertThat(selected("volumes%3Ddrivers")).hasSize(1);
    rest.patch(path, "{\"metadata\":{\"labels\":{\"patched\":\"yes\"}}}");
    assertThat(selected("patched%3Dyes")).hasSize(1);
    rest.delete(path);
    CLUSTER.awaitGone(path);
  }
}
