/// Many watches: what they cost idle, and how fast changes reach them.
@NullMarked
package dev.podo.bench.watches;

import org.jspecify.annotations.NullMarked;
