/// IngressClasses.
@NullMarked
package dev.podo.machinery.kinds.ingressclass;

import org.jspecify.annotations.NullMarked;
