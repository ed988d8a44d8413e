/// How the changes of a watch get to a client: pumped when its channel is writable, in batches, by
/// no thread of their own.
@NullMarked
package dev.podo.apiserver.watch;

import org.jspecify.annotations.NullMarked;
