/// NetworkPolicies.
@NullMarked
package dev.podo.machinery.kinds.networkpolicy;

import org.jspecify.annotations.NullMarked;
