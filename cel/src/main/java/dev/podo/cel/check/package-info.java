/// Types: what each node of an expression is, and which functions its calls mean.
@NullMarked
package dev.podo.cel.check;

import org.jspecify.annotations.NullMarked;
