/// ConfigMaps.
@NullMarked
package dev.podo.machinery.kinds.configmap;

import org.jspecify.annotations.NullMarked;
