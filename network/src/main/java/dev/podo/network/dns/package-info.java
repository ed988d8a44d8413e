/// The cluster's DNS: its zone as an immutable value, and the server that answers from it.
@NullMarked
package dev.podo.network.dns;

import org.jspecify.annotations.NullMarked;
