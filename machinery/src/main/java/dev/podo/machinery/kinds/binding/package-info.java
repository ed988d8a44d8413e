/// Bindings of Pods to nodes, in the place where they were posted before Pods had one of their own.
@NullMarked
package dev.podo.machinery.kinds.binding;

import org.jspecify.annotations.NullMarked;
