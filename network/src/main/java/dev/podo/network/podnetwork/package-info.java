/// How pods of a node get their addresses: CNI configuration as text.
@NullMarked
package dev.podo.network.podnetwork;

import org.jspecify.annotations.NullMarked;
