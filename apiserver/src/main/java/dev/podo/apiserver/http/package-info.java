/// The HTTP layer on Netty: TLS, HTTP/1.1, HTTP/2, WebSocket, flow control and limits, and nothing
/// of Kubernetes. Event loops move bytes; what answers a request runs on a thread of the scope.
@NullMarked
package dev.podo.apiserver.http;

import org.jspecify.annotations.NullMarked;
