package dev.podo.store.memory;

/// What a simulation does to a journal in memory. Either method may also sleep on the injected
/// clock, as a slow disk does.
public interface Faults {
  /// A disk without any.
  Faults NONE = new Faults() {};

  /// Before a group is written.
  ///
  /// @param bytes how much it is
  /// @throws dev.podo.store.JournalException to refuse it, as a full disk does
  default void beforeWrite(long bytes) throws InterruptedException {}

  /// After a group is written and before it is synced. A thread that is interrupted here leaves its
  /// group to [MemoryDisk#crash].
  ///
  /// @throws dev.podo.store.JournalException to fail the sync; the group is not committed
  default void beforeSync() throws InterruptedException {}
}
