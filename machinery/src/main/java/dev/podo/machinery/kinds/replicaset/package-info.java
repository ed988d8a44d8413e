/// ReplicaSets.
@NullMarked
package dev.podo.machinery.kinds.replicaset;

import org.jspecify.annotations.NullMarked;
