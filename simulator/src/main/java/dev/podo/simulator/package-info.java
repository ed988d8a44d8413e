/// The whole control plane on one thread, from one seed, on virtual time.
///
/// Production code runs unchanged: its threads are virtual threads whose scheduler is a queue that
/// the seed shuffles, its waits end by a clock that jumps to the next timer as soon as nothing is
/// runnable, and its disk is the in-memory journal.
@NullMarked
package dev.podo.simulator;

import org.jspecify.annotations.NullMarked;
