package dev.podo.node.simulated;

import dev.podo.node.host.FileContent;
import dev.podo.node.host.Host;
import dev.podo.node.host.HostFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/// A machine without a disk: whatever is written is forgotten, whatever is asked for is there.
public final class SimulatedHost implements Host {
  private static final Path ROOT = Path.of("/simulated");

  private final HostFacts facts;

  public SimulatedHost(HostFacts facts) {
    this.facts = facts;
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
  public boolean isInside(Path directory, Path path) {
    return path.normalize().startsWith(directory.normalize());
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
