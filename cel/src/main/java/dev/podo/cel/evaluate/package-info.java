/// Evaluation: an expression becomes a tree of steps once, which is then run on values.
@NullMarked
package dev.podo.cel.evaluate;

import org.jspecify.annotations.NullMarked;
