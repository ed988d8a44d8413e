package dev.podo.node.source;

import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The objects that pods refer to, as last seen.
public interface References {
  @Nullable ConfigMap configMap(String namespace, String name);

  @Nullable Secret secret(String namespace, String name);

  List<Service> services(String namespace);
}
