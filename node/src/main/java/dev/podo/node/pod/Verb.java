package dev.podo.node.pod;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The next thing to do for a pod.
sealed interface Verb {
  /// Nothing, until something changes or the time comes.
  ///
  /// @param until null for no time
  record Await(@Nullable Instant until) implements Verb {}

  /// The pod has to end although nobody deleted it.
  record End(String reason, String message) implements Verb {}

  /// Make its directories and fill its volumes.
  record PrepareVolumes() implements Verb {}

  record CreateSandbox(int attempt) implements Verb {}

  /// See to it that a container's image is here, as its pull policy says.
  record EnsureImage(String container) implements Verb {}

  record StartContainer(String container, int attempt) implements Verb {}

  /// Tell people that a container is not restarted yet.
  record TellCrashLoop(String container, String containerId) implements Verb {}

  /// Tell people that an image is not pulled again yet.
  record TellPullBackOff(String container) implements Verb {}

  /// Let a container end: hook, signal, and force when its grace is over.
  ///
  /// @param why for the Event
  record StopContainer(String container, String containerId, String why, Duration grace)
      implements Verb {}

  /// Give a running container the size that it is to have.
  record ResizeContainer(String container, String containerId) implements Verb {}

  /// Forget a dead container that newer ones have replaced.
  record RemoveContainer(String containerId) implements Verb {}

  record StopSandbox(String sandboxId) implements Verb {}

  record RemoveSandbox(String sandboxId) implements Verb {}

  record TearDownVolumes() implements Verb {}

  /// Tell the API that all is over, so that the object goes.
  record DeleteObject() implements Verb {}

  /// Nothing of the pod is left here.
  record Forget() implements Verb {}

  /// What the verb is about: at most one verb per subject is under way.
  default String subject() {
    return switch (this) {
      case EnsureImage(var container) -> fetching(container);
      case StartContainer(var container, int attempt) -> "container/" + container;
      case StopContainer(var container, var id, var why, var grace) -> stopping(id);
      case ResizeContainer(var container, var id) -> resizing(id);
      case RemoveContainer(var id) -> "remove/" + id;
      case CreateSandbox any -> SANDBOX;
      case StopSandbox any -> SANDBOX;
      case RemoveSandbox any -> SANDBOX;
      case PrepareVolumes any -> VOLUMES;
      case TearDownVolumes any -> VOLUMES;
      case DeleteObject any -> "object";
      case Await any -> "";
      case End any -> "";
      case TellCrashLoop any -> "";
      case TellPullBackOff any -> "";
      case Forget any -> "";
    };
  }

  String SANDBOX = "sandbox";
  String VOLUMES = "volumes";

  static String fetching(String container) {
    return "image/" + container;
  }

  static String starting(String container) {
    return "container/" + container;
  }

  static String resizing(String containerId) {
    return "resize/" + containerId;
  }

  static String stopping(String containerId) {
    return "stop/" + containerId;
  }
}
