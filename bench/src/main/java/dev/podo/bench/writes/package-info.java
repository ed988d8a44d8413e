/// Durable writes: through HTTPS, through the API in process, of the store alone, and of bare
/// RocksDB.
@NullMarked
package dev.podo.bench.writes;

import org.jspecify.annotations.NullMarked;
