/// The volumes of Pods: their defaults and their rules.
@NullMarked
package dev.podo.machinery.kinds.volume;

import org.jspecify.annotations.NullMarked;
