/// Lists of many objects.
@NullMarked
package dev.podo.bench.lists;

import org.jspecify.annotations.NullMarked;
