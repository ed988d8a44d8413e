/// Which nodes can take a pod, and why the others cannot.
@NullMarked
package dev.podo.scheduler.filters;

import org.jspecify.annotations.NullMarked;
