package dev.podo.apiserver.authz;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.EnvFromSource;
import dev.podo.model.core.v1.EnvVar;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Volume;
import dev.podo.store.Versioned;
import java.util.List;
import java.util.stream.Stream;

/// Lets the agent of a node read the Secrets and ConfigMaps that a Pod on its node names, one by
/// one, and no other.
public final class NodeAuthorizer implements Authorizer {
  private final ObjectStore store;

  public NodeAuthorizer(ObjectStore store) {
    this.store = store;
  }

  @Override
  public boolean allows(UserInfo user, RequestInfo info) {
    var node = user.nodeName();
    var isReference =
        info.resourceRequest()
            && info.isReadOnly()
            && info.group().isEmpty()
            && info.subresource().isEmpty()
            && (info.resource().equals("secrets") || info.resource().equals("configmaps"));
    if (node.isEmpty() || !isReference || info.name().isEmpty() || info.namespace().isEmpty()) {
      return false;
    }
    var secrets = info.resource().equals("secrets");
    List<Versioned<Stored>> pods = store.image().list(Pods.KIND.storageKey(), info.namespace());
    for (var entry : pods) {
      var pod = entry.value().as(Pods.KIND);
      if (pod.spec().nodeName().equals(node) && names(pod, secrets).anyMatch(info.name()::equals)) {
        return true;
      }
    }
    return false;
  }

  private static Stream<String> names(Pod pod, boolean secrets) {
    var spec = pod.spec();
    var ofVolumes = spec.volumes().stream().flatMap(v -> ofVolume(v, secrets));
    var ofContainers =
        Stream.concat(
            env(spec).flatMap(e -> ofEnv(e, secrets)),
            envFrom(spec).flatMap(e -> ofEnvFrom(e, secrets)));
    var ofPulls =
        secrets ? spec.imagePullSecrets().stream().map(r -> r.name()) : Stream.<String>empty();
    return Stream.of(ofVolumes, ofContainers, ofPulls).flatMap(s -> s);
  }

  private static Stream<EnvVar> env(PodSpec spec) {
    return Stream.of(
            spec.containers().stream().flatMap(c -> c.env().stream()),
            spec.initContainers().stream().flatMap(c -> c.env().stream()),
            spec.ephemeralContainers().stream().flatMap(c -> c.env().stream()))
        .flatMap(s -> s);
  }

  private static Stream<EnvFromSource> envFrom(PodSpec spec) {
    return Stream.of(
            spec.containers().stream().flatMap(c -> c.envFrom().stream()),
            spec.initContainers().stream().flatMap(c -> c.envFrom().stream()),
            spec.ephemeralContainers().stream().flatMap(c -> c.envFrom().stream()))
        .flatMap(s -> s);
  }

  private static Stream<String> ofVolume(Volume volume, boolean secrets) {
    var projected = volume.projected();
    var sources =
        projected == null
            ? Stream.<String>empty()
            : projected.sources().stream()
                .flatMap(source -> {
                  var secret = source.secret();
                  var map = source.configMap();
                  return secrets
                      ? secret == null ? Stream.empty() : Stream.of(secret.name())
                      : map == null ? Stream.empty() : Stream.of(map.name());
                });
    var secret = volume.secret();
    var map = volume.configMap();
    var own =
        secrets
            ? secret == null ? Stream.<String>empty() : Stream.of(secret.secretName())
            : map == null ? Stream.<String>empty() : Stream.of(map.name());
    return Stream.concat(sources, own);
  }

  private static Stream<String> ofEnv(EnvVar variable, boolean secrets) {
    var from = variable.valueFrom();
    if (from == null) {
      return Stream.empty();
    }
    var secret = from.secretKeyRef();
    var map = from.configMapKeyRef();
    return secrets
        ? secret == null ? Stream.empty() : Stream.of(secret.name())
        : map == null ? Stream.empty() : Stream.of(map.name());
  }

  private static Stream<String> ofEnvFrom(EnvFromSource source, boolean secrets) {
    var secret = source.secretRef();
    var map = source.configMapRef();
    return secrets
        ? secret == null ? Stream.empty() : Stream.of(secret.name())
        : map == null ? Stream.empty() : Stream.of(map.name());
  }
}
