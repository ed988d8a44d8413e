/// Conversations with the processes in Pods: logs, exec, attach, port forwarding. The server stands
/// between the client's HTTP or WebSocket and the agent of the Pod's node.
@NullMarked
package dev.podo.apiserver.streaming;

import org.jspecify.annotations.NullMarked;
