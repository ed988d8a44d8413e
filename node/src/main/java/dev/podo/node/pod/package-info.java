/// One pod on its node: what to do next, and what to say about it.
///
/// [PodStep] decides and [PodStatuses] tells, both from values alone; [PodWorker] carries out.
@NullMarked
package dev.podo.node.pod;

import org.jspecify.annotations.NullMarked;
