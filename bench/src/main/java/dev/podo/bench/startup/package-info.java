/// From nothing to a running pod.
@NullMarked
package dev.podo.bench.startup;

import org.jspecify.annotations.NullMarked;
