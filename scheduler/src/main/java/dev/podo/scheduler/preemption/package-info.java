/// Making room for a pod by ending less important ones.
@NullMarked
package dev.podo.scheduler.preemption;

import org.jspecify.annotations.NullMarked;
