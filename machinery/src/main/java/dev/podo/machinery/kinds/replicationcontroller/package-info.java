/// ReplicationControllers.
@NullMarked
package dev.podo.machinery.kinds.replicationcontroller;

import org.jspecify.annotations.NullMarked;
