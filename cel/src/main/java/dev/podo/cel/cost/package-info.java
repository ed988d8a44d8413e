/// Prices: what an expression can cost at most, and what evaluating it has cost. The unit and the
/// factors are upstream's, because definitions are accepted or refused by them.
@NullMarked
package dev.podo.cel.cost;

import org.jspecify.annotations.NullMarked;
