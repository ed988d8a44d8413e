/// The journal of tests and simulations: a disk in memory that can lose what was not synced.
@NullMarked
package dev.podo.store.memory;

import org.jspecify.annotations.NullMarked;
