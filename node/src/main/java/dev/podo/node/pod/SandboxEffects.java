package dev.podo.node.pod;

import dev.podo.model.core.v1.Pod;
import dev.podo.node.container.Securities;
import dev.podo.node.runtime.PodId;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.SandboxConfig;
import dev.podo.node.runtime.SandboxConfig.PortMapping;
import dev.podo.node.runtime.SandboxConfig.SandboxNetwork;
import dev.podo.node.runtime.SandboxStatus;
import dev.podo.node.volumes.MountFailure;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Carries out what concerns a pod as a whole: volumes and sandbox.
final class SandboxEffects {
  private static final int LOG_DIRECTORY_MODE = 0755;

  private final PodServices services;
  private final PodId id;

  SandboxEffects(PodServices services, PodId id) {
    this.services = services;
    this.id = id;
  }

  Effect prepareVolumes(Pod pod, Observed observed) {
    var facts = PodWorker.facts(services, pod, observed);
    var before = observed.backoff(Verb.VOLUMES);
    return () -> {
      try {
        services.host().makeDirectory(services.settings().directories().pod(id.uid()), 0750);
        var renewAt = services.volumes().refresh(facts);
        return noted -> {
          noted.renewVolumesAt(renewAt);
          noted.volumes(Observed.Volumes.READY);
          noted.trouble(Verb.VOLUMES, null);
        };
      } catch (MountFailure e) {
        return failed(pod, before, "FailedMount", e.text());
      } catch (IOException e) {
        return failed(pod, before, "FailedMount", String.valueOf(e.getMessage()));
      }
    };
  }

  private Consumer<Observed> failed(Pod pod, CrashBackoff before, String reason, String message) {
    new Happenings(services.events(), pod).warn(reason, message);
    var now = services.clock().now();
    var subject = reason.equals("FailedMount") ? Verb.VOLUMES : Verb.SANDBOX;
    var after = Retries.next(before, now);
    return noted -> {
      noted.backoff(subject, after);
      noted.trouble(subject, new Trouble(reason, message, now, now.plus(after.delay()), true));
    };
  }

  Effect tearDownVolumes() {
    return () -> {
      try {
        services.volumes().tearDown(id.uid());
      } catch (IOException e) {
        throw failure("removing the files of pod " + id, e);
      }
      return noted -> noted.volumes(Observed.Volumes.TORN_DOWN);
    };
  }

  Effect create(Pod pod, Observed observed, Verb.CreateSandbox verb) {
    var before = observed.backoff(Verb.SANDBOX);
    return () -> {
      try {
        var config = config(pod, verb.attempt());
        services.host().makeDirectory(config.logDirectory(), LOG_DIRECTORY_MODE);
        var sandboxes = services.runtime().sandboxes();
        var status = sandboxes.status(sandboxes.create(config));
        return noted -> {
          noted.put(status);
          noted.trouble(Verb.SANDBOX, null);
          noted.backoff(Verb.SANDBOX, CrashBackoff.NONE);
        };
      } catch (RuntimeFailure e) {
        var text = "Failed to create pod sandbox: " + e.text();
        return failed(pod, before, "FailedCreatePodSandBox", text);
      } catch (IOException e) {
        var text = "Failed to create pod sandbox: " + e.getMessage();
        return failed(pod, before, "FailedCreatePodSandBox", text);
      }
    };
  }

  private SandboxConfig config(Pod pod, int attempt) {
    var dns = services.settings().dns();
    return new SandboxConfig(
        id,
        attempt,
        dns.hostname(pod),
        services.settings().directories().logs(id.namespace(), id.name(), id.uid()),
        services.settings().cgroupRoot(),
        new SandboxNetwork(pod.spec().hostNetwork(), dns.of(pod), ports(pod)),
        new Securities(pod).ofSandbox(),
        ContainerLabels.ofPod(id),
        new TreeMap<>(pod.metadata().annotations()));
  }

  private static List<PortMapping> ports(Pod pod) {
    return Stream.concat(pod.spec().containers().stream(), pod.spec().initContainers().stream())
        .flatMap(each -> each.ports().stream())
        .map(each ->
            new PortMapping(
                each.protocol().isEmpty() ? "TCP" : each.protocol(),
                each.containerPort(),
                each.hostPort(),
                each.hostIP()))
        .toList();
  }

  Effect stop(String sandboxId) {
    return () -> {
      services.runtime().sandboxes().stop(sandboxId);
      var status = status(sandboxId);
      return noted -> status.forEach(noted::put);
    };
  }

  private List<SandboxStatus> status(String sandboxId) throws InterruptedException {
    try {
      return List.of(services.runtime().sandboxes().status(sandboxId));
    } catch (RuntimeFailure e) {
      if (e.isNotFound()) {
        return List.of();
      }
      throw e;
    }
  }

  Effect remove(String sandboxId, boolean withLogs) {
    return () -> {
      services.runtime().sandboxes().remove(sandboxId);
      if (withLogs) {
        deleteLogs();
      }
      return noted -> noted.removeSandbox(sandboxId);
    };
  }

  private void deleteLogs() {
    var directories = services.settings().directories();
    try {
      services.host().deleteTree(directories.logs(id.namespace(), id.name(), id.uid()));
    } catch (IOException e) {
      throw failure("removing the logs of pod " + id, e);
    }
  }

  private static RuntimeFailure failure(String what, IOException e) {
    return new RuntimeFailure(RuntimeFailure.Kind.OTHER, what + " failed: " + e.getMessage(), e);
  }
}
