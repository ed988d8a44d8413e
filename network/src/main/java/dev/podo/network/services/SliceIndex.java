package dev.podo.network.services;

import dev.podo.client.informer.Index;
import dev.podo.model.discovery.v1.EndpointSlice;
import java.util.List;

/// Finds the EndpointSlices of a Service.
public final class SliceIndex {
  /// The label by which a slice names its Service.
  public static final String SERVICE_LABEL = "kubernetes.io/service-name";

  /// By what [ServiceName#toString] gives.
  public static final Index<EndpointSlice> BY_SERVICE =
      new Index<>("service", slice -> List.of(serviceOf(slice).toString()));

  private SliceIndex() {}

  public static ServiceName serviceOf(EndpointSlice slice) {
    var metadata = slice.metadata();
    return new ServiceName(metadata.namespace(), metadata.labels().getOrDefault(SERVICE_LABEL, ""));
  }
}
