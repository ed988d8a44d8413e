/// The ingress: routes compiled from Ingresses, and the reverse proxy that follows them.
@NullMarked
package dev.podo.network.ingress;

import org.jspecify.annotations.NullMarked;
