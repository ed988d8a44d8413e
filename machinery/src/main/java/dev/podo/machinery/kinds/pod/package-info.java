/// Pods.
@NullMarked
package dev.podo.machinery.kinds.pod;

import org.jspecify.annotations.NullMarked;
