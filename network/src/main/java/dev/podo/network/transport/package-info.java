/// How this process meets the network: event loops and sockets, chosen once.
@NullMarked
package dev.podo.network.transport;

import org.jspecify.annotations.NullMarked;
