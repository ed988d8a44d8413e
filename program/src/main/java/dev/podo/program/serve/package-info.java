/// The process that serves a cluster: the one place that picks RocksDB, containerd and nftables.
@NullMarked
package dev.podo.program.serve;

import org.jspecify.annotations.NullMarked;
