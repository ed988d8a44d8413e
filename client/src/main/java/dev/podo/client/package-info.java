/// The one way to the control plane: the [Api] port with its option records, free of any transport.
@NullMarked
package dev.podo.client;

import org.jspecify.annotations.NullMarked;
