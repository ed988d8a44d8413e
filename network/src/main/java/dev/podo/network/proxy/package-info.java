/// The reverse proxy behind Ingresses: connections, exchanges, balancing and retries, on Netty.
///
/// A client connection, the connections to endpoints that serve it, and every exchange between them
/// live on one event loop and are touched by its thread only. What loops share is immutable (the
/// bound routes) or a counter.
@NullMarked
package dev.podo.network.proxy;

import org.jspecify.annotations.NullMarked;
