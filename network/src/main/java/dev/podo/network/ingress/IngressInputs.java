package dev.podo.network.ingress;

import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.IngressClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that routes are compiled from, at one moment.
public interface IngressInputs {
  Iterable<Ingress> ingresses();

  Iterable<IngressClass> classes();

  @Nullable Service service(String namespace, String name);

  /// The slices of a Service.
  List<EndpointSlice> slices(String namespace, String service);

  @Nullable Secret secret(String namespace, String name);
}
