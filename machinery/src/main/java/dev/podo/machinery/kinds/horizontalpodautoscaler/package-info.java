/// HorizontalPodAutoscalers, in both their versions.
@NullMarked
package dev.podo.machinery.kinds.horizontalpodautoscaler;

import org.jspecify.annotations.NullMarked;
