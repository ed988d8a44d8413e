/// StatefulSets.
@NullMarked
package dev.podo.machinery.kinds.statefulset;

import org.jspecify.annotations.NullMarked;
