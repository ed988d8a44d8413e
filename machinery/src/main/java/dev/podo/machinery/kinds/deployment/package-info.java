/// Deployments.
@NullMarked
package dev.podo.machinery.kinds.deployment;

import org.jspecify.annotations.NullMarked;
