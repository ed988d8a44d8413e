/// The catalogue of built-in kinds; each has a package of its own below.
@NullMarked
package dev.podo.machinery.kinds;

import org.jspecify.annotations.NullMarked;
