/// Server-side apply (KEP 555): who owns which field of an object, what an applied configuration
/// makes of it, and what an update does to the owners. Everything here is pure, and works on
/// records and on trees alike.
@NullMarked
package dev.podo.machinery.apply;

import org.jspecify.annotations.NullMarked;
