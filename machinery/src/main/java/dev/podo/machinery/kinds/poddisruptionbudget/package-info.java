/// PodDisruptionBudgets.
@NullMarked
package dev.podo.machinery.kinds.poddisruptionbudget;

import org.jspecify.annotations.NullMarked;
