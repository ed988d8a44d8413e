/// Definitions of custom resources by the hundred: what they take in memory.
@NullMarked
package dev.podo.bench.definitions;

import org.jspecify.annotations.NullMarked;
