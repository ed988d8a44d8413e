/// LimitRanges.
@NullMarked
package dev.podo.machinery.kinds.limitrange;

import org.jspecify.annotations.NullMarked;
