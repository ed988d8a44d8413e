package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.foundation.Check;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.apiregistration.v1.APIServiceCondition;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.store.Image;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be told of a server behind this one without asking it: whether there is a Service, with
/// that port, with endpoints. Reasons and messages are upstream's.
final class Reachability {
  private Reachability() {}

  static APIServiceCondition condition(boolean available, String reason, String message) {
    return APIServiceCondition.builder()
        .type(ApiServices.AVAILABLE)
        .status(available ? "True" : "False")
        .reason(reason)
        .message(message)
        .build();
  }

  static APIServiceCondition local() {
    return condition(true, "Local", "Local APIServices are always available");
  }

  static APIServiceCondition passed() {
    return condition(true, "Passed", "all checks passed");
  }

  static APIServiceCondition failed(String why) {
    return condition(false, "FailedDiscoveryCheck", why);
  }

  /// What is in the way of asking it; null if nothing is.
  static @Nullable APIServiceCondition obstacle(APIService extension, Image<Stored> image) {
    var reference = Check.notNull(extension.spec().service(), "a Service");
    var shown = "service/%s in \"%s\"".formatted(reference.name(), reference.namespace());
    var found = image.get(ObjectStore.key(Services.KIND, reference.namespace(), reference.name()));
    if (found == null) {
      return condition(false, "ServiceNotFound", shown + " is not present");
    }
    var service = found.value().as(Services.KIND);
    if (!service.spec().type().equals(Services.CLUSTER_IP)) {
      return null;
    }
    var port = Extensions.port(extension);
    var name = portName(service, port);
    if (name == null) {
      return condition(false, "ServicePortError", shown + " is not listening on port " + port);
    }
    var slices = slices(service, image);
    if (slices.isEmpty()) {
      return condition(false, "EndpointsNotFound", "cannot find endpointslices for " + shown);
    }
    return slices.stream().anyMatch(slice -> listens(slice, name))
        ? null
        : condition(
            false,
            "MissingEndpoints",
            "endpointslices for %s have no addresses with port name \"%s\"".formatted(shown, name));
  }

  private static @Nullable String portName(Service service, int port) {
    for (var each : service.spec().ports()) {
      if (each.port() == port) {
        return each.name();
      }
    }
    return null;
  }

  private static List<EndpointSlice> slices(Service service, Image<Stored> image) {
    var out = new ArrayList<EndpointSlice>();
    for (var entry : image.list(EndpointSlices.KIND.storageKey(), service.metadata().namespace())) {
      var slice = entry.value().as(EndpointSlices.KIND);
      var of = slice.metadata().labels().get("kubernetes.io/service-name");
      if (service.metadata().name().equals(of)) {
        out.add(slice);
      }
    }
    return out;
  }

  private static boolean listens(EndpointSlice slice, String portName) {
    return slice.ports().stream()
            .anyMatch(port -> portName.equals(port.name() == null ? "" : port.name()))
        && slice.endpoints().stream()
            .anyMatch(each ->
                !each.addresses().isEmpty() && !Boolean.FALSE.equals(each.conditions().ready()));
  }
}
