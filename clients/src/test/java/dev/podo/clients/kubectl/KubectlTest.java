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

/// What people do with kubectl, as transcripts (`clients/src/test/resources/kubectl`): every
/// version plays them all. One that is not here is skipped by name.
@Tag("e2e")
@ExtendWith(SharedCluster.class)
class KubectlTest {
  private static final List<String> ROUNDS =
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

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> everyKubectlDoesItsRound(Cluster cluster) {
    Assumptions.assumeTrue(
        Kubectls.VERSIONS.stream().anyMatch(version -> Kubectls.find(version).isPresent()),
        "no kubectl from 1.27 to 1.33 is on this machine");
    return Kubectls.VERSIONS.stream()
        .flatMap(version ->
            ROUNDS.stream()
                .map(round ->
                    DynamicTest.dynamicTest(
                        version + " " + round, () -> play(cluster, version, round))));
  }

  private static void play(Cluster cluster, String version, String round) throws IOException {
    var binary = Kubectls.find(version);
    Assumptions.assumeTrue(binary.isPresent(), "kubectl " + version + " is missing here");
    var namespace = round + "-" + version.replace('.', '-');
    var node = Kubectls.VERSIONS.indexOf(version); // Each empties a node of its own.
    var terminal = Terminal.open(cluster, binary.get(), namespace, node);
    assertThat(terminal.play(Transcript.read(round).knownTo(version))).isEmpty();
  }
}
