/// An instance of containerd of Podo's own, with its own root, state and socket, so that a
/// containerd already on the host is left alone.
@NullMarked
package dev.podo.node.containerd.instance;

import org.jspecify.annotations.NullMarked;
