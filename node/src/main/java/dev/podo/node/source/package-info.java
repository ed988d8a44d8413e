/// What a node reads of the cluster: its pods, and what they refer to.
@NullMarked
package dev.podo.node.source;

import org.jspecify.annotations.NullMarked;
