/// Which of the nodes that can take a pod suits it best.
@NullMarked
package dev.podo.scheduler.scores;

import org.jspecify.annotations.NullMarked;
