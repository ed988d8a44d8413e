/// What a cluster costs that does nothing.
@NullMarked
package dev.podo.bench.idle;

import org.jspecify.annotations.NullMarked;
