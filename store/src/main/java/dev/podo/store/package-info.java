/// A versioned store: one sequence of revisions over all kinds of objects, immutable images for
/// readers, and a log of events for watchers. It never interprets a value.
///
/// - Writers: [Store#commit] hands a [Commit] to a single-writer loop, which appends groups of them
///   to the [Journal]; whoever waits during a sync rides on the next one.
/// - The journal decides: it checks the preconditions and gives the revision. What it has committed
///   it tells those who follow it, and by this alone the image advances, own writes included: on a
///   journal of one server on the committing thread itself, so that a write passes from its writer
///   to that thread and back, and no further.
/// - Readers hold an [Image] and take no lock; each image stays as it is for ever.
/// - Watchers hold a [Cursor] on the events of one kind: shared objects in a bounded window.
@NullMarked
package dev.podo.store;

import org.jspecify.annotations.NullMarked;
