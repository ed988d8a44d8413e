/// Leases.
@NullMarked
package dev.podo.machinery.kinds.lease;

import org.jspecify.annotations.NullMarked;
