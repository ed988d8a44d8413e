/// The network between the components and the API server: it delays, loses, cuts and partitions.
@NullMarked
package dev.podo.simulator.network;

import org.jspecify.annotations.NullMarked;
