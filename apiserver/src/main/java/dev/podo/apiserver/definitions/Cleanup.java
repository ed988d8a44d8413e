package dev.podo.apiserver.definitions;

import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.ESTABLISHED;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.custom.CustomKinds;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionCondition;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.store.Commit;
import dev.podo.store.CompactedException;
import dev.podo.store.ConflictException;
import org.jspecify.annotations.Nullable;

/// Deletes the objects of a definition that is being deleted, waits until the last one is gone, and
/// lets the definition go.
final class Cleanup {
  private static final System.Logger LOG = System.getLogger(Cleanup.class.getName());

  private final ObjectStore store;
  private final DefinedKinds kinds;
  private final Api api;
  private final Clock clock;

  Cleanup(ObjectStore store, DefinedKinds kinds, Api api, Clock clock) {
    this.store = store;
    this.kinds = kinds;
    this.api = api;
    this.clock = clock;
  }

  /// @return false when it must be tried again
  boolean isDone(String name) throws InterruptedException {
    try {
      var definition = current(name);
      if (definition != null && Deleting.isHeld(definition)) {
        clean(definition);
      }
      return true;
    } catch (ApiException e) {
      if (e.isNotFound()) {
        return true;
      }
      LOG.log(
          e.isConflict() ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
          "the objects of {0} are not deleted yet: {1}",
          name,
          e.getMessage());
      return false;
    } catch (CompactedException e) {
      return false;
    }
  }

  private @Nullable CustomResourceDefinition current(String name) {
    var found = store.image().get(ObjectStore.key(CustomResourceDefinitions.KIND, "", name));
    return found == null ? null : found.value().as(CustomResourceDefinitions.KIND);
  }

  private void clean(CustomResourceDefinition definition) throws InterruptedException {
    kinds.catchUp();
    var of = kinds.of(definition.metadata().name());
    if (!CustomResourceDefinitions.isTrue(definition, ESTABLISHED) || of == null) {
      release(say(definition, Deleting.neverEstablished()));
    } else if (kinds.isBuiltIn(of.storage())) {
      release(say(definition, Deleting.overlapping()));
    } else {
      var told = say(definition, Deleting.underWay());
      try {
        deleteAll(of);
      } catch (ApiException e) {
        say(told, Deleting.failed(String.valueOf(e.getMessage())));
        throw e;
      }
      var last = current(definition.metadata().name());
      release(say(last == null ? told : last, Deleting.done()));
    }
  }

  private CustomResourceDefinition say(
      CustomResourceDefinition definition, CustomResourceDefinitionCondition condition) {
    var now = Conditions.with(definition, condition, clock.now());
    return now.equals(definition)
        ? definition
        : api.updateStatus(CustomResourceDefinitions.KIND, now, WriteOptions.defaults());
  }

  private void release(CustomResourceDefinition definition) {
    api.update(
        CustomResourceDefinitions.KIND, Deleting.released(definition), WriteOptions.defaults());
  }

  private void deleteAll(CustomKinds of) throws InterruptedException {
    var storage = of.storage();
    var from = store.image().revision();
    try (var changes = Changes.of(store.watch(storage, from), clock)) {
      while (store.image().count(storage.storageKey()) > 0) {
        if (hasUntouched(storage)) {
          deleteEach(of);
        }
        if (store.image().count(storage.storageKey()) > 0) {
          changes.await(Deadline.never());
        }
      }
    }
  }

  private boolean hasUntouched(Kind<?> kind) {
    for (var entry : store.image().list(kind.storageKey())) {
      if (entry.value().object().metadata().deletionTimestamp() == null) {
        return true;
      }
    }
    return false;
  }

  /// In the version in which they are stored, if it is served: that needs no conversion, whose
  /// webhook may be gone already.
  private void deleteEach(CustomKinds of) throws InterruptedException {
    var served = of.served();
    if (served.isEmpty()) {
      deleteUnserved(of.storage());
      return;
    }
    Kind<DynamicObject> as = served.contains(of.storage()) ? of.storage() : served.getFirst();
    api.deleteCollection(as, ListOptions.all(), DeleteOptions.EMPTY);
  }

  /// What no request can reach, no finalizer holds back.
  private void deleteUnserved(Kind<?> kind) throws InterruptedException {
    for (var entry : store.image().list(kind.storageKey())) {
      try {
        store.commit(Commit.delete(entry.key(), entry.modRevision()), Deadline.never());
      } catch (ConflictException e) {
        LOG.log(System.Logger.Level.DEBUG, "{0} has changed meanwhile", entry.key());
      }
    }
  }
}
