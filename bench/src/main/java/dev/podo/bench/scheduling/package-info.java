/// Placing pods, and bringing many of them up on simulated nodes.
@NullMarked
package dev.podo.bench.scheduling;

import org.jspecify.annotations.NullMarked;
