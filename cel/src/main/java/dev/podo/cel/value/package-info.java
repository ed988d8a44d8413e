/// The values of the language, and when two of them are equal.
@NullMarked
package dev.podo.cel.value;

import org.jspecify.annotations.NullMarked;
