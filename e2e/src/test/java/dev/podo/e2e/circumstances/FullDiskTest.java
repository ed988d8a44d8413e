package dev.podo.e2e.circumstances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Kubectls;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A disk that is full, under a cluster that runs.
@Tag("e2e")
class FullDiskTest {
  private static final int SIZE = 200;

  private SmallDisk disk;
  private Cluster cluster;
  private final List<String> acknowledged = new ArrayList<>();

  @BeforeEach
  void start() {
    Kubectls.assumeKubectl();
    disk = SmallDisk.mount(SIZE);
    cluster =
        Cluster.unstartedIn(
            disk.place().resolve("data"), "--runtime", "simulated", "--api-port", "0");
    cluster.up();
  }

  @AfterEach
  void remove() {
    if (disk != null) {
      cluster.close();
      disk.close();
    }
  }

  @Test
  void refusesWritesServesReadsAndGoesOnOnceThereIsRoom() throws IOException {
    write("before");
    disk.fill(10);

    var refused = cluster.kubectl("create", "configmap", "refused");
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).contains("is full", "free some room, and writing goes on");
    assertNothingIsLost();
    var status = cluster.podoHere("status");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.out()).containsPattern("disk +full: ").containsPattern("ready +no: ");

    disk.makeRoom();
    write("after");
    assertNothingIsLost();
    assertThat(cluster.kubectl("get", "configmap", "refused").exitCode()).isNotZero();
    assertThat(cluster.podoHere("status").requireSuccess().out()).containsPattern("ready +yes");
    var log = Files.readString(cluster.dataDir().resolve("podo.log"));
    assertThat(log.lines().filter(l -> l.contains("the store cannot serve"))).hasSize(1);
    assertThat(log).contains("the store serves again");
  }

  @Test
  void survivesADiskWithoutAByteLeftAndAKillOnIt() {
    for (int i = 0; i < 20; i++) {
      write("kept-" + i);
    }
    disk.fill(0);
    assertThat(cluster.kubectl("create", "configmap", "refused").exitCode()).isNotZero();
    assertNothingIsLost();
    cluster.kill();

    var again = cluster.podoHere("up");
    assertThat(again.exitCode()).as(again.toString()).isEqualTo(1);
    assertThat(again.err()).contains("is full", "make room");

    disk.makeRoom();
    cluster.up();
    assertNothingIsLost();
    write("after");
  }

  private void write(String name) {
    cluster.kubectl("create", "configmap", name).requireSuccess();
    acknowledged.add("configmap/" + name);
  }

  private void assertNothingIsLost() {
    var there = cluster.kubectl("get", "configmaps", "-o", "name").requireSuccess().out();
    assertThat(there.lines()).containsAll(acknowledged);
  }
}
