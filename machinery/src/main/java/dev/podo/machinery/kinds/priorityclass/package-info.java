/// PriorityClasses.
@NullMarked
package dev.podo.machinery.kinds.priorityclass;

import org.jspecify.annotations.NullMarked;
