package dev.podo.node.pod;

import dev.podo.foundation.Check;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Lifecycle;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.container.ConfigError;
import dev.podo.node.container.EphemeralContainers;
import dev.podo.node.container.LinuxResources;
import dev.podo.node.container.PodFacts;
import dev.podo.node.handlers.Handlers.Target;
import dev.podo.node.images.PullSecrets;
import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Carries out what concerns one container: its image, its start, its end.
final class ContainerEffects {
  private static final Duration KILL_MIN = Duration.ofSeconds(2);

  private final PodServices services;

  ContainerEffects(PodServices services) {
    this.services = services;
  }

  static Container container(Pod pod, String name) {
    return Stream.of(
            pod.spec().containers(), pod.spec().initContainers(), EphemeralContainers.of(pod))
        .flatMap(List::stream)
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Check.InvariantViolation("the pod has no container " + name));
  }

  // ---- images

  Effect ensureImage(Pod pod, Observed observed, String name) {
    var container = container(pod, name);
    var before = observed.backoff("image " + name);
    return () -> {
      try {
        var image = ensureImage(pod, container);
        return noted -> {
          noted.image(name, image);
          noted.trouble(name, null);
          noted.backoff("image " + name, CrashBackoff.NONE);
        };
      } catch (RuntimeFailure e) {
        return pullFailed(pod, container, e, before);
      }
    };
  }

  private Image ensureImage(Pod pod, Container container) throws InterruptedException {
    var events = new Happenings(services.events(), pod);
    var reference = container.image();
    var present = services.puller().find(reference);
    if (present != null && !container.imagePullPolicy().equals("Always")) {
      events.normal(
          container.name(),
          "Pulled",
          "Container image \""
              + reference
              + "\" already present on machine and can be accessed by the pod");
      return present;
    }
    if (container.imagePullPolicy().equals("Never")) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.NOT_FOUND,
          "Container image \"" + reference + "\" is not present with pull policy of Never");
    }
    var missing = PullSecrets.missing(pod, services.references());
    if (!missing.isEmpty()) {
      events.warn(
          "FailedToRetrieveImagePullSecret",
          "Unable to retrieve some image pull secrets (%s); attempting to pull the image may not succeed."
              .formatted(String.join(", ", missing)));
    }
    events.normal(container.name(), "Pulling", "Pulling image \"" + reference + "\"");
    var begin = services.clock().nanos();
    var image =
        services.puller().pull(reference, PullSecrets.of(pod, services.references(), reference));
    var took = GoText.duration(Duration.ofNanos(services.clock().nanos() - begin));
    events.normal(
        container.name(),
        "Pulled",
        "Successfully pulled image \"%s\" in %s (%s including waiting). Image size: %d bytes."
            .formatted(reference, took, took, image.sizeBytes()));
    return image;
  }

  private Consumer<Observed> pullFailed(
      Pod pod, Container container, RuntimeFailure e, CrashBackoff before) {
    var name = container.name();
    var events = new Happenings(services.events(), pod);
    var now = services.clock().now();
    var after = before.next(now);
    var never = container.imagePullPolicy().equals("Never");
    var reason =
        never
            ? PullTrouble.NEVER
            : e.kind() == RuntimeFailure.Kind.INVALID
                ? PullTrouble.INVALID_NAME
                : PullTrouble.ERR_IMAGE_PULL;
    if (reason.equals(PullTrouble.NEVER)) {
      events.warn(name, "ErrImageNeverPull", e.text());
    } else if (reason.equals(PullTrouble.INVALID_NAME)) {
      var text = "Failed to apply default image tag \"" + container.image() + "\": " + e.text();
      events.warn(name, "InspectFailed", text);
    } else {
      var text = "Failed to pull image \"" + container.image() + "\": " + e.text();
      events.warn(name, "Failed", text);
    }
    events.warn(name, "Failed", "Error: " + reason);
    var trouble = new Trouble(reason, e.text(), now, now.plus(after.delay()), false);
    return noted -> {
      noted.trouble(name, trouble);
      noted.backoff("image " + name, after);
    };
  }

  /// The error was shown for a while; from now on the waiting is.
  void tellPullBackOff(Pod pod, Observed observed, String name) {
    var trouble = Check.notNull(observed.trouble(name), "the trouble of " + name);
    var text = "Back-off pulling image \"" + container(pod, name).image() + "\"";
    var events = new Happenings(services.events(), pod);
    events.normal(name, "BackOff", text);
    events.warn(name, "Failed", "Error: " + PullTrouble.BACK_OFF);
    var message = text + ": " + trouble.reason() + ": " + trouble.message();
    observed.trouble(
        name, new Trouble(PullTrouble.BACK_OFF, message, trouble.at(), trouble.retryAt(), true));
  }

  // ---- start

  Effect start(Pod pod, Observed observed, Verb.StartContainer verb) {
    var container = container(pod, verb.container());
    var facts = PodWorker.facts(services, pod, observed);
    var sandbox = Check.notNull(observed.sandbox(), "the sandbox").sandbox().id();
    var image = Check.notNull(observed.image(verb.container()), "the image");
    var before = observed.latest(verb.container());
    var troubled = observed.backoff("start " + verb.container());
    var target = EphemeralContainers.target(pod, verb.container());
    var looked = observed.latest(target);
    return () -> {
      try {
        if (!target.isEmpty() && looked == null) {
          throw new ConfigError("unable to find target container " + target);
        }
        var id = looked == null ? "" : looked.container().id();
        var config =
            new ContainerStart(services, facts, container, verb.attempt(), image, id).config();
        return create(pod, sandbox, config, before);
      } catch (ConfigError e) {
        return notCreated(pod, container, "CreateContainerConfigError", e.text(), troubled);
      } catch (IOException e) {
        var text = String.valueOf(e.getMessage());
        return notCreated(pod, container, "CreateContainerError", text, troubled);
      } catch (RuntimeFailure e) {
        var note = notCreated(pod, container, "CreateContainerError", e.text(), troubled);
        return noted -> {
          note.accept(noted);
          if (e.isNotFound()) {
            noted.image(container.name(), null); // removed since it was looked for
          }
        };
      }
    };
  }

  private Consumer<Observed> notCreated(
      Pod pod, Container container, String reason, String message, CrashBackoff before) {
    var name = container.name();
    new Happenings(services.events(), pod).warn(name, "Failed", "Error: " + message);
    var now = services.clock().now();
    var after = Retries.next(before, now);
    return noted -> {
      noted.backoff("start " + name, after);
      noted.trouble(name, new Trouble(reason, message, now, now.plus(after.delay()), true));
    };
  }

  private Consumer<Observed> create(
      Pod pod, String sandbox, ContainerConfig config, @Nullable ContainerStatus before)
      throws InterruptedException {
    var name = config.name();
    var events = new Happenings(services.events(), pod);
    var id = services.runtime().containers().create(sandbox, config);
    events.normal(name, "Created", "Container created");
    try {
      services.runtime().containers().start(id);
      events.normal(name, "Started", "Container started");
    } catch (RuntimeFailure e) {
      events.warn(name, "Failed", "Error: " + e.text());
      return notStarted(name, id, e, before);
    }
    var status = services.reader().read(id);
    var size = container(pod, name).resources();
    return noted -> {
      noteAttempt(noted, name, before);
      noted.sizes().have(id, size);
      if (status != null) {
        noted.put(status);
      }
    };
  }

  private Consumer<Observed> notStarted(
      String name, String id, RuntimeFailure e, @Nullable ContainerStatus before)
      throws InterruptedException {
    var status = services.reader().read(id);
    var now = services.clock().now();
    return noted -> {
      noteAttempt(noted, name, before);
      if (status != null) {
        noted.put(status);
      }
      if (status == null || !Observed.hasEnded(status)) {
        var backoff = noted.backoff(name);
        noted.backoff(name, backoff.next(now));
        var retryAt = now.plus(noted.backoff(name).delay());
        noted.trouble(name, new Trouble("RunContainerError", e.text(), now, retryAt, true));
      }
    };
  }

  /// One more start: the image is looked for anew next time, and the back-off grows.
  private static void noteAttempt(Observed noted, String name, @Nullable ContainerStatus before) {
    noted.image(name, null);
    noted.trouble(name, null);
    noted.backoff("start " + name, CrashBackoff.NONE);
    if (before != null) {
      Instant ended = before.finishedAt();
      var failedAt = ended == null ? before.container().createdAt() : ended;
      noted.backoff(name, noted.backoff(name).next(failedAt));
    }
  }

  // ---- size

  /// @param pod with the sizes that its containers are to have
  Effect resize(Pod pod, Observed observed, Verb.ResizeContainer verb) {
    var container = container(pod, verb.container());
    var before = observed.backoff(verb.subject());
    return () -> {
      try {
        var memory = services.host().facts().memoryBytes();
        var resources = LinuxResources.of(pod, container, memory);
        services.runtime().containers().resize(verb.containerId(), resources);
        return noted -> {
          noted.sizes().have(verb.containerId(), container.resources());
          noted.trouble(verb.subject(), null);
          noted.backoff(verb.subject(), CrashBackoff.NONE);
        };
      } catch (RuntimeFailure e) {
        new Happenings(services.events(), pod)
            .warn(container.name(), "ResizeError", "Error resizing container: " + e.text());
        var now = services.clock().now();
        var after = Retries.next(before, now);
        var retryAt = now.plus(after.delay());
        return noted -> {
          noted.backoff(verb.subject(), after);
          noted.trouble(verb.subject(), new Trouble("ResizeError", e.text(), now, retryAt, true));
        };
      }
    };
  }

  // ---- end

  Effect stop(Pod pod, Observed observed, Verb.StopContainer verb) {
    var facts = PodWorker.facts(services, pod, observed);
    var again = observed.stoppingGrace(verb.containerId()) != null;
    return () -> {
      var events = new Happenings(services.events(), pod);
      if (!again) {
        events.normal(verb.container(), "Killing", verb.why());
      }
      var left = again ? verb.grace() : afterHook(facts, verb, events);
      services.runtime().containers().stop(verb.containerId(), left);
      var status = services.reader().read(verb.containerId());
      return noted -> {
        if (status == null) {
          noted.removeContainer(verb.containerId());
        } else {
          noted.put(status);
        }
      };
    };
  }

  /// Runs the preStop hook.
  ///
  /// @return the grace that is left
  private Duration afterHook(PodFacts facts, Verb.StopContainer verb, Happenings events)
      throws InterruptedException {
    var lifecycle =
        Stream.concat(
                facts.pod().spec().containers().stream(),
                facts.pod().spec().initContainers().stream())
            .filter(each -> each.name().equals(verb.container()))
            .findFirst()
            .map(Container::lifecycle)
            .orElse(Lifecycle.EMPTY);
    var hook = lifecycle.preStop();
    if (hook == null) {
      return verb.grace();
    }
    var begin = services.clock().nanos();
    var ip = facts.ips().isEmpty() ? "" : facts.ips().getFirst();
    var target = new Target(container(facts.pod(), verb.container()), verb.containerId(), ip);
    var answer = services.handlers().hook(hook, target, verb.grace());
    if (!answer.success()) {
      events.warn(verb.container(), "FailedPreStopHook", "PreStopHook failed");
    }
    var left = verb.grace().minusNanos(services.clock().nanos() - begin);
    return left.compareTo(KILL_MIN) < 0 ? KILL_MIN : left;
  }

  Effect remove(String containerId) {
    return () -> {
      services.runtime().containers().remove(containerId);
      return noted -> noted.removeContainer(containerId);
    };
  }
}
