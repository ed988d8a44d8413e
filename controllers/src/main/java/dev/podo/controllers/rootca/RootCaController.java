package dev.podo.controllers.rootca;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps the ConfigMap `kube-root-ca.crt` in each namespace.
public final class RootCaController implements Reconciler<Namespace> {
  private static final String NAME = "kube-root-ca.crt";
  private static final String FILE = "ca.crt";
  private static final String DESCRIPTION = "kubernetes.io/description";
  private static final String WHAT_FOR =
      "The certificate authority of this cluster's API server, for clients inside the cluster.";

  private final String caPem;

  /// @param caPem the certificates in PEM
  public RootCaController(String caPem) {
    this.caPem = caPem;
  }

  @Override
  public Watches watches(Watches.Of<Namespace> on) {
    return on.primary(Namespaces.KIND)
        .mapped(
            ConfigMaps.KIND,
            (map, view) ->
                map.metadata().name().equals(NAME)
                    ? List.of(new Key("", map.metadata().namespace()))
                    : List.of());
  }

  @Override
  public Plan reconcile(Namespace namespace, View view, Instant now) {
    var name = namespace.metadata().name();
    if (Namespaces.isTerminating(namespace)) {
      return Plan.nothing();
    }
    var there = view.get(ConfigMaps.KIND, name, NAME);
    if (there == null) {
      var metadata = described(ObjectMeta.builder().namespace(name).name(NAME).build());
      var map = ConfigMap.builder().metadata(metadata).data(Map.of(FILE, caPem)).build();
      return Plan.create(ConfigMaps.KIND, map, Announce.silent());
    }
    var right = there.with(b -> b.data(Map.of(FILE, caPem)).metadata(described(there.metadata())));
    return Plan.update(ConfigMaps.KIND, there, right, Announce.silent());
  }

  private static ObjectMeta described(ObjectMeta metadata) {
    var annotations = new TreeMap<>(metadata.annotations());
    annotations.put(DESCRIPTION, WHAT_FOR);
    return metadata.withAnnotations(annotations);
  }
}
