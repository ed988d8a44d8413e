/// Priority and fairness (KEP-1040): each request belongs to a flow, each flow to a priority level,
/// and each level has seats. When they are taken, requests wait in queues that the flows of a level
/// share in such a way that none crowds out the others.
///
/// [Classifier] finds the level and the flow, [PriorityLevels] decides who is worked on next; both
/// know neither threads nor clocks. [FlowControl] makes real requests wait; [FlowObjects] keeps it
/// in step with the objects that say how.
@NullMarked
package dev.podo.apiserver.flowcontrol;

import org.jspecify.annotations.NullMarked;
