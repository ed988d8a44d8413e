/// What a node agent needs of a container runtime: the port that containerd (over CRI) and the
/// simulated runtime implement.
///
/// The words are CRI's, because that is what runtimes speak: a sandbox is a pod's shared network,
/// IPC and host name; containers live in it. Values are immutable and say what Linux needs, not
/// what a Pod said: the agent has already translated.
@NullMarked
package dev.podo.node.runtime;

import org.jspecify.annotations.NullMarked;
