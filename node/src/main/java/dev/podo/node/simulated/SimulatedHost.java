package dev.podo.node.simulated;

import dev.podo.node.host.FileContent;
import dev.podo.node.host.Host;
import dev.podo.node.host.HostFacts;
import dev.podo.node.host.HostUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A machine without a disk: whatever is written is forgotten, whatever is asked for is there.
public final class SimulatedHost implements Host {
  private static final Path ROOT = Path.of("/simulated");

  private static final long INODES = 1 << 26;
  private static final long PIDS = 1 << 22;

  private final HostFacts facts;
  private volatile HostUsage usage;

  public SimulatedHost(HostFacts facts) {
    this.facts = facts;
    this.usage =
        new HostUsage(all(facts.memoryBytes()), all(facts.diskBytes()), all(INODES), all(PIDS));
  }

  private static HostUsage.Amount all(long capacity) {
    return new HostUsage.Amount(capacity, capacity);
  }

  /// A machine of ordinary size, known by its number.
  public static SimulatedHost numbered(String hostname, int number) {
    var address = "172.%d.%d.%d".formatted(16 + (number >>> 16), number >>> 8 & 255, number & 255);
    return new SimulatedHost(
        new HostFacts(
            hostname,
            List.of(address),
            32_000,
            256L << 30,
            1L << 40,
            new TreeMap<>(),
            new HostFacts.SystemIds(
                "%032x".formatted(number),
                "00000000-0000-0000-0000-%012x".formatted(number),
                "10000000-0000-0000-0000-%012x".formatted(number)),
            new HostFacts.SystemVersions("amd64", "linux", "6.1.0-simulated", "Simulated Linux")));
  }

  @Override
  public HostFacts facts() {
    return facts;
  }

  @Override
  public HostUsage usage() {
    return usage;
  }

  /// From now on so much is left of the machine: for tests and faults.
  public void usage(HostUsage value) {
    usage = value;
  }

  @Override
  public long diskBytes(Path directory) {
    return 0;
  }

  @Override
  public Path root() {
    return ROOT;
  }

  @Override
  public boolean storesFiles() {
    return false;
  }

  @Override
  public void makeDirectory(Path directory, int mode) {
    // nothing to make
  }

  @Override
  public boolean publish(Path directory, SortedMap<String, FileContent> files, long group) {
    return false;
  }

  @Override
  public void writeFile(Path file, FileContent content) {
    // nothing to write to
  }

  @Override
  public void giveToGroup(Path directory, long group) {
    // nothing to give
  }

  @Override
  public void mountTmpfs(Path directory, long sizeBytes) {
    // nothing to mount on
  }

  @Override
  public FileKind kind(Path path) {
    return FileKind.DIRECTORY;
  }

  @Override
  public Path within(Path directory, String relative) {
    return directory.resolve(relative).normalize();
  }

  @Override
  public byte[] readTail(Path file, int max) {
    return new byte[0];
  }

  @Override
  public void deleteTree(Path directory) {
    // nothing to delete
  }
}
