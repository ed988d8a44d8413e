package dev.podo.clients.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Kubectls;
import dev.podo.clients.cluster.SharedCluster;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What people do with kubectl, as transcripts (`clients/src/test/resources/kubectl`): the oldest
/// and the newest play them all, those between what is essential. A version that is not here is
/// skipped by name.
@Tag("e2e")
@ExtendWith(SharedCluster.class)
class KubectlTest {
  private static final List<String> WHOLE =
      List.of(
          "apply",
          "create",
          "get",
          "describe",
          "change",
          "rollout",
          "delete",
          "pods",
          "cluster",
          "streams");
  private static final List<String> ESSENTIAL = List.of("essential", "streams");

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> everyKubectlDoesItsRound(Cluster cluster) {
    var present = Kubectls.VERSIONS.stream().filter(v -> Kubectls.find(v).isPresent()).toList();
    Assumptions.assumeFalse(present.isEmpty(), "no kubectl from 1.27 to 1.33 is on this machine");
    var whole = List.of(present.getFirst(), present.getLast());
    return Kubectls.VERSIONS.stream()
        .flatMap(version ->
            (whole.contains(version) ? WHOLE : ESSENTIAL)
                .stream()
                    .map(round ->
                        DynamicTest.dynamicTest(
                            version + " " + round,
                            () ->
                                play(
                                    cluster,
                                    version,
                                    round,
                                    whole.indexOf(version) == 0 ? 0 : 1))));
  }

  /// @param node which one it may empty: some are left for the others
  private static void play(Cluster cluster, String version, String round, int node)
      throws IOException {
    var binary = Kubectls.find(version);
    Assumptions.assumeTrue(binary.isPresent(), "kubectl " + version + " is missing here");
    var namespace = round + "-" + version.replace('.', '-');
    var terminal = Terminal.open(cluster, binary.get(), namespace, node);
    assertThat(terminal.play(Transcript.read(round))).isEmpty();
  }
}
