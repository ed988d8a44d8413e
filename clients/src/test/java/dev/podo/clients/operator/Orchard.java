package dev.podo.clients.operator;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/// The custom resource of the small operator: so many trees, each of them a Pod.
@Group("fruit.example.com")
@Version("v1")
public final class Orchard extends CustomResource<Orchard.Spec, Orchard.Status>
    implements Namespaced {
  public static final class Spec {
    public int trees;
    public String fruit;
  }

  public static final class Status {
    public int growing;
    public Long observedGeneration;
  }
}
