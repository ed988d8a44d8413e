/// Time, randomness, identifiers, threads and waits.
///
/// Everything that makes a run differ from the next one enters a component through an
/// [Environment], and components wait only through this package: [Clock#sleep], [Mailbox],
/// [Promise] and [Signal]. So the same code runs on real time with many threads, and on virtual
/// time with one thread whose order a seed decides.
@NullMarked
package dev.podo.foundation;

import org.jspecify.annotations.NullMarked;
