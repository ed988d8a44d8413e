/// Deciding where one pod goes.
@NullMarked
package dev.podo.scheduler.decision;

import org.jspecify.annotations.NullMarked;
