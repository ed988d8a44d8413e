/// The proxy beside nginx.
@NullMarked
package dev.podo.bench.ingress;

import org.jspecify.annotations.NullMarked;
