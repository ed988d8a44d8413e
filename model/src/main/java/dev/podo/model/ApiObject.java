package dev.podo.model;

import dev.podo.model.meta.v1.ObjectMeta;

/// A value of a top-level kind: what has a name, is stored and is watched.
public interface ApiObject extends Struct {
  String apiVersion();

  String kind();

  ObjectMeta metadata();

  /// The same object under other metadata; generated records return their own type.
  ApiObject withMetadata(ObjectMeta metadata);
}
