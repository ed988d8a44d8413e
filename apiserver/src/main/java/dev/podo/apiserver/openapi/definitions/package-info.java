/// What the types of the API are like, said once for OpenAPI v2 and v3.
@NullMarked
package dev.podo.apiserver.openapi.definitions;

import org.jspecify.annotations.NullMarked;
