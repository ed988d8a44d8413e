/// Text to tree: the language's grammar and its macros.
@NullMarked
package dev.podo.cel.syntax;

import org.jspecify.annotations.NullMarked;
