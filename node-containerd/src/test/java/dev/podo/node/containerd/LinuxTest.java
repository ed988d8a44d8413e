package dev.podo.node.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.node.containerd.host.LinuxFacts;
import dev.podo.node.containerd.host.LinuxMounts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the machine itself says; no rights are needed.
class LinuxTest {
  @TempDir Path directory;

  @Test
  void freeInodesAreAPartOfAllInodes() throws IOException {
    var inodes = new LinuxMounts().inodes(directory);
    assertThat(inodes.capacity()).isNotNegative();
    assertThat(inodes.available()).isBetween(0L, inodes.capacity());
  }

  @Test
  void theMachineTellsWhatItHas() {
    var facts = LinuxFacts.read("n1", "192.0.2.1", directory);
    assertThat(facts.memoryBytes()).isPositive();
    assertThat(facts.diskBytes()).isPositive();
    assertThat(facts.milliCpu()).isPositive();
    assertThat(facts.versions().kernelVersion()).isNotEmpty();
    assertThat(facts.ids().bootId()).isNotEmpty();
    assertThat(facts.hugePages().keySet()).allMatch(name -> name.matches("hugepages-\\d+[KMG]i"));
  }
}
