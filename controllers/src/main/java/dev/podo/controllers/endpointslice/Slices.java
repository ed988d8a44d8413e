package dev.podo.controllers.endpointslice;

import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointPort;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Distributes a Service's endpoints of one IP family over slices. Endpoints stay in the slice in
/// which they are; slices that must be written anyway are filled up before others are touched.
final class Slices {
  static final String SERVICE_NAME = EndpointSlices.SERVICE_NAME_LABEL;
  static final String MANAGED_BY = EndpointSlices.MANAGED_BY_LABEL;
  static final String MANAGER = "endpointslice-controller.k8s.io";
  private static final String HEADLESS = "service.kubernetes.io/headless";
  private static final int ENDPOINTS_MAX = 100;

  private final Service service;
  private final String family;

  Slices(Service service, String family) {
    this.service = service;
    this.family = family;
  }

  /// What to write.
  record Arrangement(
      List<EndpointSlice> created, List<Change> changed, List<EndpointSlice> removed) {}

  record Change(EndpointSlice before, EndpointSlice after) {}

  /// A slice and what it will hold.
  private record Draft(EndpointSlice slice, List<Endpoint> endpoints) {
    boolean isChanged() {
      return !slice.endpoints().equals(endpoints);
    }

    int room() {
      return ENDPOINTS_MAX - endpoints.size();
    }
  }

  Arrangement arrange(
      Map<List<EndpointPort>, List<Endpoint>> groups, List<EndpointSlice> existing) {
    var created = new ArrayList<EndpointSlice>();
    var changed = new ArrayList<Change>();
    var removed = new ArrayList<EndpointSlice>();
    // A Service without endpoints has one empty slice, which says that it was looked at.
    var wanted = groups.isEmpty() ? Map.of(List.<EndpointPort>of(), List.<Endpoint>of()) : groups;
    var kept = new ArrayList<EndpointSlice>();
    for (var group : wanted.entrySet()) {
      var same = existing.stream().filter(s -> s.ports().equals(group.getKey())).toList();
      kept.addAll(same);
      var drafts = place(group.getValue(), same, created, group.getKey());
      for (var draft : drafts) {
        settle(draft, group.getValue().isEmpty() && drafts.size() == 1, changed, removed);
      }
    }
    existing.stream().filter(slice -> !kept.contains(slice)).forEach(removed::add);
    return new Arrangement(created, changed, removed);
  }

  private void settle(
      Draft draft, boolean isPlaceholder, List<Change> changed, List<EndpointSlice> removed) {
    if (draft.endpoints().isEmpty() && !isPlaceholder) {
      removed.add(draft.slice());
      return;
    }
    var after = labelled(draft.slice()).with(b -> b.endpoints(draft.endpoints()));
    if (!after.equals(draft.slice())) {
      changed.add(new Change(draft.slice(), after));
    }
  }

  /// Fills the slices of one set of ports, and makes new ones for what has no room.
  private List<Draft> place(
      List<Endpoint> endpoints,
      List<EndpointSlice> slices,
      List<EndpointSlice> created,
      List<EndpointPort> ports) {
    var waiting = new LinkedHashMap<String, Endpoint>();
    endpoints.forEach(endpoint -> waiting.put(identity(endpoint), endpoint));
    var drafts = new ArrayList<Draft>();
    for (var slice : slices) {
      var stay = new ArrayList<Endpoint>();
      for (var endpoint : slice.endpoints()) {
        var now = waiting.remove(identity(endpoint));
        if (now != null) {
          stay.add(now);
        }
      }
      drafts.add(new Draft(slice, stay));
    }
    var queue = new ArrayDeque<>(waiting.values());
    // Slices that change anyway first, then the fullest that can take all the rest.
    drafts.stream().filter(Draft::isChanged).forEach(draft -> fill(draft, queue));
    if (!queue.isEmpty() && queue.size() < ENDPOINTS_MAX) {
      drafts.stream()
          .filter(draft -> draft.room() >= queue.size())
          .min(Comparator.comparingInt(Draft::room))
          .ifPresent(draft -> fill(draft, queue));
    }
    while (!queue.isEmpty() || (drafts.isEmpty() && created.isEmpty())) {
      var draft = new Draft(fresh(ports), new ArrayList<>());
      fill(draft, queue);
      created.add(draft.slice().with(b -> b.endpoints(draft.endpoints())));
    }
    return drafts;
  }

  private static void fill(Draft draft, ArrayDeque<Endpoint> from) {
    while (!from.isEmpty() && draft.room() > 0) {
      draft.endpoints().add(from.remove());
    }
  }

  /// An endpoint is the same as long as it is the same Pod at the same address.
  private static String identity(Endpoint endpoint) {
    var target = endpoint.targetRef();
    return (target == null ? "" : target.uid()) + "@" + endpoint.addresses();
  }

  private EndpointSlice fresh(List<EndpointPort> ports) {
    var metadata =
        ObjectMeta.builder()
            .namespace(service.metadata().namespace())
            .generateName(service.metadata().name() + "-")
            .labels(labels())
            .ownerReferences(List.of(OwnerReferences.toController(service)))
            .build();
    return EndpointSlice.builder().metadata(metadata).addressType(family).ports(ports).build();
  }

  private EndpointSlice labelled(EndpointSlice slice) {
    return slice.withMetadata(slice.metadata().withLabels(labels()));
  }

  /// The Service's own labels, and what tells whose the slice is.
  private Map<String, String> labels() {
    var out = new TreeMap<>(service.metadata().labels());
    out.keySet().removeIf(key -> key.equals(HEADLESS));
    if (Services.isHeadless(service)) {
      out.put(HEADLESS, "");
    }
    out.put(SERVICE_NAME, service.metadata().name());
    out.put(MANAGED_BY, MANAGER);
    return out;
  }
}
