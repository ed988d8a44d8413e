package dev.podo.node.host;

/// How much of the machine is left, at one moment.
///
/// @param disk the file system of pods' data
public record HostUsage(Amount memory, Amount disk, Amount inodes, Amount pids) {
  /// @param capacity 0 when the machine does not tell, or has no such limit
  public record Amount(long available, long capacity) {
    public static final Amount UNKNOWN = new Amount(0, 0);
  }
}
