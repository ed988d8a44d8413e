/// The objects that are measured with.
@NullMarked
package dev.podo.bench.objects;

import org.jspecify.annotations.NullMarked;
