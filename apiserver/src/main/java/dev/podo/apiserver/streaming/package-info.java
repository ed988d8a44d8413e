/// Conversations with the processes in Pods: logs, exec, attach, port forwarding. The server stands
/// between the client's HTTP, WebSocket or SPDY and the agent of the Pod's node.
///
/// A conversation knows nothing of what carries it: it reads and writes
/// [dev.podo.apiserver.streaming.ClientStream]s. A new carrier is a
/// [dev.podo.apiserver.streaming.Carrier], and what opens the streams of exec and attach on it (a
/// [dev.podo.apiserver.streaming.ProcessConversation.Opening]) and those of port-forward (a
/// [dev.podo.apiserver.streaming.PortForwardConversation.Serving]).
@NullMarked
package dev.podo.apiserver.streaming;

import org.jspecify.annotations.NullMarked;
