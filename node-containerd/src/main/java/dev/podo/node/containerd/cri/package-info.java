/// The runtime port on containerd over CRI: gRPC on its Unix socket.
@NullMarked
package dev.podo.node.containerd.cri;

import org.jspecify.annotations.NullMarked;
