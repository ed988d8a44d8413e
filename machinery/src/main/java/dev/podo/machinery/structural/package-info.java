/// Structural schemas of custom resources, compiled: pruning, defaulting and validation.
@NullMarked
package dev.podo.machinery.structural;

import org.jspecify.annotations.NullMarked;
