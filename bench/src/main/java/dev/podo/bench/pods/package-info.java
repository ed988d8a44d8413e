/// Pods on containerd, beside bare calls of its API.
@NullMarked
package dev.podo.bench.pods;

import org.jspecify.annotations.NullMarked;
