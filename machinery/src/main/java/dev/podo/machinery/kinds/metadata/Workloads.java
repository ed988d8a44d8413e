package dev.podo.machinery.kinds.metadata;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodTemplateSpec;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the tables of kinds with a Pod template show of it.
public final class Workloads {
  private Workloads() {}

  /// The names of the template's containers.
  public static String containers(PodTemplateSpec template) {
    return joined(template.spec(), container -> container.name());
  }

  /// The images of the template's containers.
  public static String images(PodTemplateSpec template) {
    return joined(template.spec(), container -> container.image());
  }

  private static String joined(PodSpec spec, Function<Container, String> part) {
    return spec.containers().stream().map(part).collect(Collectors.joining(","));
  }
}
