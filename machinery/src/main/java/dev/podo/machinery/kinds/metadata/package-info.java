/// What the kinds share: rules of metadata and label selectors, owner references, generations.
@NullMarked
package dev.podo.machinery.kinds.metadata;

import org.jspecify.annotations.NullMarked;
