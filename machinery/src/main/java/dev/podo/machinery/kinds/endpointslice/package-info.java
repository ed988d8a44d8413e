/// EndpointSlices.
@NullMarked
package dev.podo.machinery.kinds.endpointslice;

import org.jspecify.annotations.NullMarked;
