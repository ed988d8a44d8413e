/// Wires a control plane from ports handed to it: what the program, embedded clusters and
/// simulations share.
@NullMarked
package dev.podo.server;

import org.jspecify.annotations.NullMarked;
