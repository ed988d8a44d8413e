/// What can be done at which path, said once for OpenAPI v2 and v3.
@NullMarked
package dev.podo.apiserver.openapi.operations;

import org.jspecify.annotations.NullMarked;
