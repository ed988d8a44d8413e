/// What Services, Ingresses and cluster DNS mean on one node, and the wiring that keeps it so.
@NullMarked
package dev.podo.network;

import org.jspecify.annotations.NullMarked;
