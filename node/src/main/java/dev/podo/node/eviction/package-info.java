/// What happens when a node runs short of memory or disk: what it says about itself, what it cleans
/// up, and which pod has to go.
///
/// [Pressure], [Ranking] and [StorageLimits] decide, from values alone; [EvictionLoop] measures and
/// carries out.
@NullMarked
package dev.podo.node.eviction;

import org.jspecify.annotations.NullMarked;
