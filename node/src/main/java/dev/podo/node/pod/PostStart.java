package dev.podo.node.pod;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Lifecycle;
import dev.podo.node.container.PodFacts;
import dev.podo.node.handlers.Handlers.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The postStart hook of a container that has just been started.
final class PostStart {
  /// Upstream sets no limit; a hook that never ends must not hold a thread for ever.
  private static final Duration LIMIT = Duration.ofHours(1);

  private final PodServices services;
  private final PodFacts facts;
  private final Container container;
  private final String containerId;

  PostStart(PodServices services, PodFacts facts, Container container, String containerId) {
    this.services = services;
    this.facts = facts;
    this.container = container;
    this.containerId = containerId;
  }

  /// @return the health of a container whose hook failed: it has to be restarted; null when all is
  ///   well
  @Nullable Health run() throws InterruptedException {
    var lifecycle = container.lifecycle() == null ? Lifecycle.EMPTY : container.lifecycle();
    var hook = lifecycle.postStart();
    if (hook == null) {
      return null;
    }
    var ip = facts.ips().isEmpty() ? "" : facts.ips().getFirst();
    var target = new Target(container, containerId, ip);
    var answer = services.handlers().hook(hook, target, LIMIT);
    if (answer.success()) {
      return null;
    }
    new Happenings(services.events(), facts.pod())
        .warn(container.name(), "FailedPostStartHook", "PostStartHook failed");
    return new Health(false, false, "PostStartHook", null);
  }
}
