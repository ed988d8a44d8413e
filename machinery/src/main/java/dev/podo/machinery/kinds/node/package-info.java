/// Nodes.
@NullMarked
package dev.podo.machinery.kinds.node;

import org.jspecify.annotations.NullMarked;
