/// ResourceQuotas.
@NullMarked
package dev.podo.machinery.kinds.resourcequota;

import org.jspecify.annotations.NullMarked;
