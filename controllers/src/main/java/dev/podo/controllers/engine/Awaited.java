package dev.podo.controllers.engine;

import dev.podo.client.informer.Informer;
import dev.podo.client.informer.Key;

/// What the caches must show before an object is reconciled again, because its last plan wrote it.
sealed interface Awaited {
  boolean holds();

  /// Everything up to a revision.
  record Reached(Informer<?> informer, long revision) implements Awaited {
    @Override
    public boolean holds() {
      return informer.revision() >= revision;
    }
  }

  /// That an object is gone: the server's answer to a deletion carries no revision.
  record Gone(Informer<?> informer, Key key, String uid) implements Awaited {
    @Override
    public boolean holds() {
      var object = informer.snapshot().get(key);
      return object == null || !object.metadata().uid().equals(uid);
    }
  }
}
