package dev.podo.controllers.engine;

import dev.podo.client.Api;

/// A question that the caches cannot answer: a live read. Equal effects are the same question, so
/// make it a record.
public interface Effect<R> {
  R perform(Api api);
}
