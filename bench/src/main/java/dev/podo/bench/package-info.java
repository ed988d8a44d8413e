/// Measures Podo, and prints a table: `./dev bench`. Nothing here ever fails because something is
/// slow.
@NullMarked
package dev.podo.bench;

import org.jspecify.annotations.NullMarked;
