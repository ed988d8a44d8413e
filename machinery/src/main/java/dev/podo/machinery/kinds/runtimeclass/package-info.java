/// RuntimeClasses.
@NullMarked
package dev.podo.machinery.kinds.runtimeclass;

import org.jspecify.annotations.NullMarked;
