package dev.podo.client.informer;

import dev.podo.model.ApiObject;
import java.util.List;

/// A step of a cache.
///
/// @param before the image that listeners saw last
/// @param after the image from now on
/// @param keys of the objects that differ between the two, each once; empty when only the revision
///   moved
public record Changes<T extends ApiObject>(Snapshot<T> before, Snapshot<T> after, List<Key> keys) {}
