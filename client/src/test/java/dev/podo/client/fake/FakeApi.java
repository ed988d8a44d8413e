package dev.podo.client.fake;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.Page;
import dev.podo.client.Patch;
import dev.podo.client.SubresourceCall;
import dev.podo.client.WatchOptions;
import dev.podo.client.WatchStream;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Ids;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.patch.JsonPatch;
import dev.podo.machinery.patch.MergePatch;
import dev.podo.machinery.patch.StrategicMergePatch;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.Binding;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.meta.v1.APIResourceList;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.selector.FieldPredicate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// An API server in memory, as small as its contract allows: it stores, watches, defaults and
/// counts versions; it neither authorizes nor validates nor admits. For tests of components.
public final class FakeApi implements Api {
  private final ReentrantLock lock = new ReentrantLock();
  private final Environment environment;
  private final FakeStore store;
  private final Map<GroupVersion, APIResourceList> extensions = new ConcurrentHashMap<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

  public FakeApi(Environment environment) {
    this.environment = environment;
    this.store = new FakeStore(environment.clock());
  }

  /// Decides whether a request fails, and how.
  @FunctionalInterface
  public interface Refusal {
    /// @param verb `create`, `update`, `patch`, `delete`, `get`, `list`, `watch`
    /// @throws ApiException to refuse
    void check(String verb, Kind<?> kind, String name);
  }

  /// Asks `refusal` before each request from now on.
  public AutoCloseable refuse(Refusal refusal) {
    refusals.add(refusal);
    return () -> refusals.remove(refusal);
  }

  /// Forgets all changes so far: watches from before are too old.
  public void compact() {
    store.compact();
  }

  /// Is as it was before anything was written, as a server whose backup is that old.
  public void restoreNothing() {
    store.restoreNothing();
  }

  /// Ends all watches, as a server does when their time is over.
  public void endWatches() {
    store.endWatches();
  }

  private void check(String verb, Kind<?> kind, String name) {
    refusals.forEach(refusal -> refusal.check(verb, kind, name));
  }

  @Override
  public <T extends ApiObject> T get(Kind<T> kind, String namespace, String name) {
    check("get", kind, name);
    return store.find(kind, namespace, name);
  }

  @Override
  public <T extends ApiObject> Page<T> list(Kind<T> kind, ListOptions options) {
    check("list", kind, "");
    return store.list(kind, options);
  }

  @Override
  public <T extends ApiObject> WatchStream<T> watch(Kind<T> kind, WatchOptions options) {
    check("watch", kind, "");
    return store.watch(kind, options);
  }

  @Override
  public <T extends ApiObject> T create(Kind<T> kind, T object, WriteOptions options) {
    var named = named(kind, object);
    check("create", kind, named.metadata().name());
    var now = environment.clock().now().truncatedTo(ChronoUnit.SECONDS);
    var uid = Ids.uid(environment.random());
    var dated =
        kind.withMetadata(
            named,
            named.metadata().with(b -> b.uid(uid).creationTimestamp(now).deletionTimestamp(null)));
    var strategy = kind.strategy();
    var ready = strategy.defaults(strategy.prepareForCreate(dated));
    return options.dryRun() ? ready : locked(() -> admitted(kind, ready));
  }

  /// Nothing new comes into a namespace that is going, if the test has made namespaces at all.
  private <T extends ApiObject> T admitted(Kind<T> kind, T object) {
    var name = object.metadata().namespace();
    var namespaces = ListOptions.all().withFields(FieldPredicate.parse("metadata.name=" + name));
    for (var namespace : store.list(Namespaces.KIND, namespaces).items()) {
      if (kind.namespaced() && namespace.metadata().deletionTimestamp() != null) {
        var refusal = ApiErrors.badRequest("namespace " + name + " is being terminated");
        throw ApiErrors.withCause(refusal, "NamespaceTerminating", refusal.getMessage(), "");
      }
    }
    return store.create(kind, object);
  }

  private <T extends ApiObject> T named(Kind<T> kind, T object) {
    var metadata = object.metadata();
    if (!metadata.name().isEmpty()) {
      return object;
    }
    var suffix = Ids.suffix(environment.random(), 5);
    return kind.withMetadata(object, metadata.withName(metadata.generateName() + suffix));
  }

  @Override
  public <T extends ApiObject> T update(Kind<T> kind, T object, WriteOptions options) {
    check("update", kind, object.metadata().name());
    return change(kind, object.metadata(), old -> object, "", options);
  }

  @Override
  public <T extends ApiObject> T updateStatus(Kind<T> kind, T object, WriteOptions options) {
    check("update", kind, object.metadata().name());
    return change(kind, object.metadata(), old -> object, "status", options);
  }

  @Override
  public <T extends ApiObject> T patch(
      Kind<T> kind,
      String namespace,
      String name,
      Patch patch,
      String subresource,
      WriteOptions options) {
    check("patch", kind, name);
    if (patch instanceof Patch.Apply apply && !exists(kind, namespace, name)) {
      return create(kind, Trees.to(kind.schema(), apply.tree()), options);
    }
    var target = ObjectMeta.builder().namespace(namespace).name(name).build();
    return change(kind, target, old -> patched(kind, old, patch), subresource, options);
  }

  private boolean exists(Kind<?> kind, String namespace, String name) {
    try {
      store.find(kind, namespace, name);
      return true;
    } catch (ApiException e) {
      if (e.isNotFound()) {
        return false;
      }
      throw e;
    }
  }

  private static <T extends ApiObject> T patched(Kind<T> kind, T old, Patch patch) {
    var tree = Trees.of(old);
    var after =
        switch (patch) {
          case Patch.Json json -> JsonPatch.apply(tree, json.tree());
          case Patch.Merge merge -> MergePatch.apply(tree, merge.tree());
          case Patch.Strategic strategic ->
              StrategicMergePatch.apply(kind.schema(), tree, strategic.tree());
          // Nobody owns fields here: what is applied holds.
          case Patch.Apply apply -> MergePatch.apply(tree, apply.tree());
        };
    return Trees.to(kind.schema(), after);
  }

  private <T extends ApiObject> T change(
      Kind<T> kind,
      ObjectMeta target,
      UnaryOperator<T> change,
      String subresource,
      WriteOptions options) {
    return locked(() -> {
      var old = store.find(kind, target.namespace(), target.name());
      var asked = change.apply(old);
      requireSameVersion(kind, asked, old);
      var strategy = kind.strategy();
      var kept =
          kind.withMetadata(
              asked,
              asked
                  .metadata()
                  .with(b ->
                      b.uid(old.metadata().uid())
                          .resourceVersion(old.metadata().resourceVersion())
                          .generation(old.metadata().generation())
                          .creationTimestamp(old.metadata().creationTimestamp())
                          .deletionTimestamp(old.metadata().deletionTimestamp())));
      var now =
          subresource.equals("status")
              ? strategy.prepareForStatusUpdate(kept, old)
              : strategy.defaults(strategy.prepareForUpdate(kept, old));
      if (now.equals(old) || options.dryRun()) {
        return now;
      }
      return isDone(now) ? store.remove(kind, now) : store.replace(kind, now);
    });
  }

  private static <T extends ApiObject> void requireSameVersion(Kind<T> kind, T asked, T old) {
    var version = asked.metadata().resourceVersion();
    if (!version.isEmpty() && !version.equals(old.metadata().resourceVersion())) {
      throw ApiErrors.staleVersion(kind.groupResource(), old.metadata().name());
    }
  }

  private static boolean isDone(ApiObject object) {
    var metadata = object.metadata();
    var grace = metadata.deletionGracePeriodSeconds();
    return metadata.deletionTimestamp() != null
        && metadata.finalizers().isEmpty()
        && (grace == null || grace == 0)
        && !(object instanceof Namespace namespace && !namespace.spec().finalizers().isEmpty());
  }

  @Override
  public <T extends ApiObject> T delete(
      Kind<T> kind, String namespace, String name, DeleteOptions options) {
    check("delete", kind, name);
    return locked(() -> {
      var old = store.find(kind, namespace, name);
      requirePreconditions(kind, old, options);
      var grace = kind.strategy().gracePeriod(old, options.gracePeriodSeconds());
      var terminating = terminating(kind, old, options, grace);
      if (isDone(terminating)) {
        store.remove(kind, terminating);
        return null;
      }
      return terminating.equals(old) ? old : store.replace(kind, terminating);
    });
  }

  private <T extends ApiObject> T terminating(
      Kind<T> kind, T old, DeleteOptions options, long grace) {
    var since = old.metadata().deletionTimestamp();
    Instant at =
        since == null
            ? environment.clock().now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(grace)
            : since;
    var finalizers = new ArrayList<>(old.metadata().finalizers());
    var wanted =
        switch (options.propagationPolicy() == null ? "" : options.propagationPolicy()) {
          case "Foreground" -> "foregroundDeletion";
          case "Orphan" -> "orphan";
          default -> "";
        };
    if (since == null && !wanted.isEmpty() && !finalizers.contains(wanted)) {
      finalizers.add(wanted);
    }
    return kind.withMetadata(
        old,
        old.metadata()
            .with(b ->
                b.deletionTimestamp(at).deletionGracePeriodSeconds(grace).finalizers(finalizers)));
  }

  private static <T extends ApiObject> void requirePreconditions(
      Kind<T> kind, T old, DeleteOptions options) {
    var must = options.preconditions();
    if (must == null) {
      return;
    }
    var metadata = old.metadata();
    var otherUid = must.uid() != null && !must.uid().equals(metadata.uid());
    var version = must.resourceVersion();
    if (otherUid || (version != null && !version.equals(metadata.resourceVersion()))) {
      throw ApiErrors.conflict(kind.groupResource(), metadata.name(), "the precondition failed");
    }
  }

  @Override
  public <T extends ApiObject> void deleteCollection(
      Kind<T> kind, ListOptions which, DeleteOptions options) {
    for (var object : store.list(kind, which).items()) {
      delete(kind, object.metadata().namespace(), object.metadata().name(), options);
    }
  }

  @Override
  public <B extends Struct, R extends Struct> R createSubresource(
      Kind<?> kind,
      String namespace,
      String name,
      SubresourceCall<B, R> call,
      WriteOptions options) {
    var subresource = call.subresource();
    var body = call.body();
    var result = call.result();
    check("create", kind, name);
    return locked(() -> {
      if (kind.equals(Namespaces.KIND) && subresource.equals("finalize")) {
        return result.type().cast(finalized((Namespace) (Struct) body));
      }
      if (kind.equals(Pods.KIND) && subresource.equals("binding")) {
        bind(store.find(Pods.KIND, namespace, name), (Binding) (Struct) body);
        // Upstream answers a Status; whoever expects his own body back gets that.
        return result.type().cast(result.type().isInstance(body) ? body : Status.EMPTY);
      }
      throw ApiErrors.badRequest("the fake knows no " + subresource);
    });
  }

  private Namespace finalized(Namespace asked) {
    var old = store.find(Namespaces.KIND, "", asked.metadata().name());
    var now = old.withSpec(asked.spec());
    return isDone(now) ? store.remove(Namespaces.KIND, now) : store.replace(Namespaces.KIND, now);
  }

  private Pod bind(Pod pod, Binding binding) {
    var node = binding.target().name();
    return store.replace(Pods.KIND, pod.withSpec(pod.spec().with(b -> b.nodeName(node))));
  }

  private <R> R locked(Supplier<R> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /// Makes another server known, and what it serves.
  public void serve(APIResourceList resources) {
    extensions.put(GroupVersion.parse(resources.groupVersion()), resources);
  }

  @Override
  public APIResourceList extensionResources(GroupVersion version) {
    var found = extensions.get(version);
    if (found == null) {
      throw ApiErrors.serviceUnavailable("service unavailable");
    }
    return found;
  }
}
