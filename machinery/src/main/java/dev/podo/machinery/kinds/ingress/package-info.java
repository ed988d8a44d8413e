/// Ingresses.
@NullMarked
package dev.podo.machinery.kinds.ingress;

import org.jspecify.annotations.NullMarked;
