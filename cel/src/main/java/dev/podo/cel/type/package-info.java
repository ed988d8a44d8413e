/// The types of the language, and those that schemas describe.
@NullMarked
package dev.podo.cel.type;

import org.jspecify.annotations.NullMarked;
