package dev.podo.node.source;

import dev.podo.model.core.v1.EnvFromSource;
import dev.podo.model.core.v1.EnvVar;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Volume;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The ConfigMaps and Secrets that a pod refers to, by name, in its own namespace.
public record Referred(SortedSet<String> configMaps, SortedSet<String> secrets) {
  public static Referred of(Pod pod) {
    var out = new Referred(new TreeSet<>(), new TreeSet<>());
    pod.spec().volumes().forEach(out::add);
    Stream.concat(pod.spec().initContainers().stream(), pod.spec().containers().stream())
        .forEach(each -> out.add(each.envFrom(), each.env()));
    pod.spec().ephemeralContainers().forEach(each -> out.add(each.envFrom(), each.env()));
    return out;
  }

  private void add(Volume volume) {
    var map = volume.configMap();
    if (map != null) {
      configMaps.add(map.name());
    }
    var secret = volume.secret();
    if (secret != null) {
      secrets.add(secret.secretName());
    }
    var projected = volume.projected();
    if (projected != null) {
      for (var each : projected.sources()) {
        var ofMap = each.configMap();
        var ofSecret = each.secret();
        if (ofMap != null) {
          configMaps.add(ofMap.name());
        }
        if (ofSecret != null) {
          secrets.add(ofSecret.name());
        }
      }
    }
  }

  private void add(List<EnvFromSource> sources, List<EnvVar> variables) {
    for (var each : sources) {
      var map = each.configMapRef();
      var secret = each.secretRef();
      if (map != null) {
        configMaps.add(map.name());
      }
      if (secret != null) {
        secrets.add(secret.name());
      }
    }
    for (var each : variables) {
      var from = each.valueFrom();
      var map = from == null ? null : from.configMapKeyRef();
      var secret = from == null ? null : from.secretKeyRef();
      if (map != null) {
        configMaps.add(map.name());
      }
      if (secret != null) {
        secrets.add(secret.name());
      }
    }
  }
}
