/// Pods that wait for a node.
@NullMarked
package dev.podo.scheduler.queue;

import org.jspecify.annotations.NullMarked;
