/// Ranges of Services' addresses, and the addresses taken from them.
@NullMarked
package dev.podo.machinery.kinds.servicecidr;

import org.jspecify.annotations.NullMarked;
