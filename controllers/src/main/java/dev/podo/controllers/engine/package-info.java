/// What all controllers have in common, so that each is but a pure function.
///
/// A [Reconciler] turns an object and a [View] of the caches into a [Plan]. The engine decides when
/// it is asked (a queue with a single flight per object, back-off, rechecks, read-your-writes) and
/// carries the plan out.
@NullMarked
package dev.podo.controllers.engine;

import org.jspecify.annotations.NullMarked;
