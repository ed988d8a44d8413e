package dev.podo.node.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.node.host.HostUsage;
import dev.podo.node.host.HostUsage.Amount;
import dev.podo.node.runtime.ImageRuntime.DiskUsage;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureTest {
  private static final EvictionSettings UPSTREAM =
      EvictionSettings.parse(
          "memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%,imagefs.available<15%");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long MIB = 1L << 20;

  /// Memory in MiB of 8 GiB; the others in percent.
  static NodeUsage usage(long memoryMib, long disk, long inodes, long images) {
    var host =
        new HostUsage(
            new Amount(memoryMib * MIB, 8192 * MIB),
            new Amount(disk * MIB, 100 * MIB),
            new Amount(inodes * 1000, 100_000),
            new Amount(30_000, 32_000));
    return NodeUsage.of(host, new DiskUsage((100 - images) * MIB, 100 * MIB));
  }

  private static Pressure next(Pressure before, NodeUsage usage, long second) {
    return before.next(usage, UPSTREAM, NOW.plusSeconds(second));
  }

  /// What is left of memory, disk, inodes and the images' disk; the resource to reclaim;
  /// conditions.
  @ParameterizedTest
  @CsvSource({
    "100, 10, 5, 15, '', ''",
    " 99, 50, 50, 50, memory, MEMORY",
    "500,  9, 50, 50, ephemeral-storage, DISK",
    "500, 50,  4, 50, inodes, DISK",
    "500, 50, 50, 14, ephemeral-storage, DISK",
    " 10,  1,  1,  1, memory, 'MEMORY, DISK'",
  })
  void isThereBelowUpstreamsThresholds(
      long memory, long disk, long inodes, long images, String first, String conditions) {
    var pressure = next(Pressure.NONE, usage(memory, disk, inodes, images), 0);
    assertThat(pressure.met().isEmpty() ? "" : pressure.met().getFirst().signal().resource())
        .isEqualTo(first);
    assertThat(pressure.conditions().toString()).isEqualTo("[" + conditions + "]");
  }

  @Test
  void theConditionStaysForFiveMinutesWithoutEvictingAnybody() {
    var pressure = next(Pressure.NONE, usage(50, 50, 50, 50), 0);
    pressure = next(pressure, usage(500, 50, 50, 50), 10);
    assertThat(pressure.met()).isEmpty();
    assertThat(pressure.conditions()).containsExactly(PressureCondition.MEMORY);
    pressure = next(pressure, usage(500, 50, 50, 50), 299);
    assertThat(pressure.conditions()).containsExactly(PressureCondition.MEMORY);
    assertThat(next(pressure, usage(500, 50, 50, 50), 300).conditions()).isEmpty();
  }

  @Test
  void whatAMachineDoesNotTellIsNoPressure() {
    var silent = new HostUsage(Amount.UNKNOWN, Amount.UNKNOWN, Amount.UNKNOWN, Amount.UNKNOWN);
    var usage = NodeUsage.of(silent, new DiskUsage(0, 0));
    assertThat(next(Pressure.NONE, usage, 0).conditions()).isEmpty();
  }
}
