package dev.podo.client;

import dev.podo.model.Schema;
import dev.podo.model.Struct;

/// Something to do to an object by one of its subresources: bind, evict, issue a token, finalize.
///
/// @param subresource its name
/// @param body what the request carries
/// @param result of the answer
public record SubresourceCall<B extends Struct, R extends Struct>(
    String subresource, B body, Schema<R> result) {}
