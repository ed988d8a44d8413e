/// What Services mean on one node: pure plans from Services and EndpointSlices.
@NullMarked
package dev.podo.network.services;

import org.jspecify.annotations.NullMarked;
