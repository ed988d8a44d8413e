/// The node agent: makes the pods that are bound to its node run on a container runtime, and tells
/// the API how they and the node are.
@NullMarked
package dev.podo.node;

import org.jspecify.annotations.NullMarked;
