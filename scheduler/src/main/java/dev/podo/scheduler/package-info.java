/// The scheduler: which node each pod goes to.
///
/// One thread owns all it knows ([dev.podo.scheduler.state.ClusterState] and
/// [dev.podo.scheduler.queue.SchedulingQueue]): it takes what changed from the caches, tries the
/// pods that wait, and hands what was decided to writers that tell the API.
@NullMarked
package dev.podo.scheduler;

import org.jspecify.annotations.NullMarked;
