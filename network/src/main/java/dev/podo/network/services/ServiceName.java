package dev.podo.network.services;

import java.util.Comparator;

/// A Service's namespace and name, in the order in which plans list them.
public record ServiceName(String namespace, String name) implements Comparable<ServiceName> {
  private static final Comparator<ServiceName> ORDER =
      Comparator.comparing(ServiceName::namespace).thenComparing(ServiceName::name);

  @Override
  public int compareTo(ServiceName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
