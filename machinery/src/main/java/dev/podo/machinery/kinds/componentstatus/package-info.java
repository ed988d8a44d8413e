/// How the parts of the control plane are.
@NullMarked
package dev.podo.machinery.kinds.componentstatus;

import org.jspecify.annotations.NullMarked;
