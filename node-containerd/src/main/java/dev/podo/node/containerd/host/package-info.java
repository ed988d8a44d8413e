/// The node's own Linux: what it is, and the calls that Java has no words for, made as C functions.
@NullMarked
package dev.podo.node.containerd.host;

import org.jspecify.annotations.NullMarked;
