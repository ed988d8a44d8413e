package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.RequestInfo;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Ids;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.temporal.ChronoUnit;

/// The part of an object's metadata that the server decides, whatever a client sends.
public final class Identity {
  static final String OTHER_NAMESPACE =
      "the namespace of the provided object does not match the namespace sent on the request";

  private static final int SUFFIX = 5;
  private static final int LONGEST_GENERATED = 63;

  private Identity() {}

  /// The namespace and the name must be those of the URL, where both say one. What has no namespace
  /// loses the one that it names.
  static <T extends ApiObject> T placed(Kind<T> kind, T object, RequestInfo info) {
    var metadata = object.metadata();
    var namespace = kind.namespaced() ? info.namespace() : "";
    if (kind.namespaced()
        && !metadata.namespace().isEmpty()
        && !metadata.namespace().equals(namespace)) {
      throw ApiErrors.badRequest(OTHER_NAMESPACE);
    }
    if (!info.name().isEmpty()
        && !metadata.name().isEmpty()
        && !metadata.name().equals(info.name())) {
      throw ApiErrors.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(metadata.name(), info.name()));
    }
    if (kind.namespaced() && namespace.isEmpty()) {
      throw ApiErrors.badRequest("an empty namespace may not be set during creation");
    }
    var name = metadata.name().isEmpty() ? info.name() : metadata.name();
    return kind.withMetadata(object, metadata.with(m -> m.namespace(namespace).name(name)));
  }

  /// As [#placed], of an object at a URL of its own, whose name it must tell.
  static <T extends ApiObject> T named(Kind<T> kind, T object, RequestInfo info) {
    if (object.metadata().name().isEmpty()) {
      throw ApiErrors.badRequest(
          "the name of the object (%s based on URL) was undeterminable: name must be provided"
              .formatted(info.name()));
    }
    return placed(kind, object, info);
  }

  /// That an object is the one that a client means who names its identifier.
  ///
  /// @param actual "" where there is none
  static void checkUid(Kind<?> kind, ObjectMeta meant, String actual, String name) {
    if (!meant.uid().isEmpty() && !meant.uid().equals(actual)) {
      throw ApiErrors.conflict(
          kind.groupResource(),
          name,
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(meant.uid(), actual));
    }
  }

  /// Of an object that is answered, not stored: what only the server says of objects does not
  /// count.
  public static <T extends ApiObject> T asked(Kind<T> kind, T object, RequestInfo info) {
    var placed = placed(kind, object, info);
    var metadata =
        placed
            .metadata()
            .with(m ->
                m.uid("")
                    .creationTimestamp(null)
                    .deletionTimestamp(null)
                    .deletionGracePeriodSeconds(null)
                    .selfLink(""));
    return kind.withMetadata(placed, metadata);
  }

  /// Of a new object: identifier and time are ours.
  static ObjectMeta created(ObjectMeta metadata, Environment environment) {
    if (!metadata.resourceVersion().isEmpty()) {
      throw ApiErrors.badRequest("resourceVersion should not be set on objects to be created");
    }
    var name =
        metadata.name().isEmpty() && !metadata.generateName().isEmpty()
            ? generated(metadata.generateName(), environment)
            : metadata.name();
    return metadata.with(m ->
        m.name(name)
            .uid(Ids.uid(environment.random()))
            .creationTimestamp(environment.clock().now().truncatedTo(ChronoUnit.SECONDS))
            .deletionTimestamp(null)
            .deletionGracePeriodSeconds(null)
            .selfLink(""));
  }

  private static String generated(String base, Environment environment) {
    var head =
        base.length() > LONGEST_GENERATED - SUFFIX
            ? base.substring(0, LONGEST_GENERATED - SUFFIX)
            : base;
    return head + Ids.suffix(environment.random(), SUFFIX);
  }

  /// Of a changed object: what it was born with stays, and deletion is not undone.
  static ObjectMeta kept(ObjectMeta now, ObjectMeta old) {
    return now.with(m ->
        m.uid(now.uid().isEmpty() ? old.uid() : now.uid())
            .resourceVersion(old.resourceVersion())
            .creationTimestamp(old.creationTimestamp())
            .deletionTimestamp(old.deletionTimestamp())
            .deletionGracePeriodSeconds(old.deletionGracePeriodSeconds())
            .selfLink(""));
  }
}
