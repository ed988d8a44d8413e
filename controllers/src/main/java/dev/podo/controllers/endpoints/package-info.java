/// Endpoints, the form that EndpointSlices have replaced: made of the slices of Services with a
/// selector, and mirrored to slices where people wrote them.
@NullMarked
package dev.podo.controllers.endpoints;

import org.jspecify.annotations.NullMarked;
