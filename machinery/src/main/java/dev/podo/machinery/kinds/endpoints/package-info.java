/// Endpoints, which EndpointSlices have replaced.
@NullMarked
package dev.podo.machinery.kinds.endpoints;

import org.jspecify.annotations.NullMarked;
