/// The OpenAPI v3 documents, made from the catalogue and the schemas: one for each version of a
/// group.
@NullMarked
package dev.podo.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
