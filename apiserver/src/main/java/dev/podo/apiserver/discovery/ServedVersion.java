package dev.podo.apiserver.discovery;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.model.apidiscovery.v2.APIResourceDiscovery;
import java.util.List;

/// One version of a group, as discovery shows it.
///
/// @param resources in the order of their names
/// @param stale whether its server does not answer now, so that this may be of the past
public record ServedVersion(
    GroupVersion groupVersion,
    Priority priority,
    List<APIResourceDiscovery> resources,
    boolean stale) {
  public ServedVersion {
    resources = List.copyOf(resources);
  }
}
