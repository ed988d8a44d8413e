/// The machine that measures: what it is, and other programs on it.
@NullMarked
package dev.podo.bench.machine;

import org.jspecify.annotations.NullMarked;
