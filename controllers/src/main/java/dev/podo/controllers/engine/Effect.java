package dev.podo.controllers.engine;

import dev.podo.client.Api;

/// A question that the caches cannot answer: a live read. Equal effects are the same question, so
/// make it a record.
///
/// A turn sees the answers to the plan just before it and no older ones, unless that plan keeps
/// those that it saw: whoever misses one of several answers asks for all of them together.
public interface Effect<R> {
  R perform(Api api);
}
