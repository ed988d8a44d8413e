/// Where a field lies in an object, spelled as Kubernetes spells it.
@NullMarked
package dev.podo.machinery.fieldpath;

import org.jspecify.annotations.NullMarked;
