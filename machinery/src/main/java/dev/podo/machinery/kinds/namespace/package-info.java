/// Namespaces.
@NullMarked
package dev.podo.machinery.kinds.namespace;

import org.jspecify.annotations.NullMarked;
