/// The durable journal of one server, on RocksDB.
///
/// A transaction is one entry of `log` under its revision, and one entry of `latest` per key that
/// it wrote, in one synced batch. Memory holds nothing of it.
///
/// The past is read without scanning the log: each change in the log names the revision of the
/// key's change before it, `deleted` remembers where the chain of a key that is no more begins, and
/// so the value that a key had at a revision is found by walking back from its last change.
///
/// The log is kept within a budget of time and bytes. What has left it lies at or below the
/// *floor*, the oldest revision that can be read, and `base` keeps the value that a key had at the
/// floor, if it has changed since. So at every moment:
///
/// - `log` has every revision from the floor, exclusive, to the last one, without gaps;
/// - for each key, the value at the floor is in `latest` if the key did not change since, else in
///   `base`, if there was one;
/// - `deleted` has the keys that are no more and whose deletion came after the floor.
@NullMarked
package dev.podo.store.rocksdb;

import org.jspecify.annotations.NullMarked;
