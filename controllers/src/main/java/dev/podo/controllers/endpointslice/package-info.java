/// Lists the Pods behind each Service in EndpointSlices.
@NullMarked
package dev.podo.controllers.endpointslice;

import org.jspecify.annotations.NullMarked;
