/// What must be true after every committed write, whatever fails.
@NullMarked
package dev.podo.simulator.invariants;

import org.jspecify.annotations.NullMarked;
