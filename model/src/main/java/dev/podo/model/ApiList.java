package dev.podo.model;

import dev.podo.model.meta.v1.ListMeta;
import java.util.List;

/// A list of one kind's objects as the API sends it.
public interface ApiList<T> extends Struct {
  String apiVersion();

  String kind();

  ListMeta metadata();

  List<T> items();
}
