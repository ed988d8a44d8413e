/// The API server: see [dev.podo.apiserver.ApiServer] for what it is made of, and
/// [dev.podo.apiserver.RequestPath] for the way of a request.
@NullMarked
package dev.podo.apiserver;

import org.jspecify.annotations.NullMarked;
