/// What a node says about itself: its Node object and its Lease.
@NullMarked
package dev.podo.node.status;

import org.jspecify.annotations.NullMarked;
