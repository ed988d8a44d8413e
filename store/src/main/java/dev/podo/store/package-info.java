/// A versioned store: one sequence of revisions over all kinds of objects, immutable images for
/// readers, and a log of events for watchers. It never interprets a value.
///
/// - Writers: [Store#commit] hands a [Commit] to a single-writer loop, which appends groups of them
///   to the [Journal]; whoever waits during a sync rides on the next one.
/// - The journal decides: it checks the preconditions and gives the revision. What it has committed
///   comes back as a stream, and by this stream alone the image advances, own writes included.
/// - Readers hold an [Image] and take no lock; each image stays as it is for ever.
/// - Watchers hold a [Cursor] on the events of one kind: shared objects in a bounded window.
@NullMarked
package dev.podo.store;

import org.jspecify.annotations.NullMarked;
