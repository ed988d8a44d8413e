package dev.podo.node.container;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.VolumeMount;
import dev.podo.node.host.Host;
import dev.podo.node.runtime.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The mounts of a container: what its volumeMounts say, subPath included.
public final class MountPlan {
  private final Host host;
  private final Function<String, @Nullable Path> volumes;

  /// @param volumes where a volume of the pod is
  public MountPlan(Host host, Function<String, @Nullable Path> volumes) {
    this.host = host;
    this.volumes = volumes;
  }

  /// @param env of the container, for subPathExpr
  /// @throws ConfigError when a mount cannot be made as it is said
  public List<Mount> of(Container container, Map<String, String> env) {
    var out = new ArrayList<Mount>();
    for (var each : container.volumeMounts()) {
      out.add(mount(container, each, env));
    }
    return out;
  }

  private Mount mount(Container container, VolumeMount mount, Map<String, String> env) {
    var volume = volumes.apply(mount.name());
    if (volume == null) {
      throw new ConfigError("volume \"" + mount.name() + "\" not found");
    }
    var subPath = subPath(mount, env);
    var source = subPath.isEmpty() ? volume : inside(volume, subPath, mount, container);
    var target = mount.mountPath().startsWith("/") ? mount.mountPath() : "/" + mount.mountPath();
    return new Mount(
        source, target, mount.readOnly(), propagation(mount.mountPropagation()), false);
  }

  private static String subPath(VolumeMount mount, Map<String, String> env) {
    if (mount.subPathExpr().isEmpty()) {
      return mount.subPath();
    }
    var expanded = Expansion.expand(mount.subPathExpr(), env::get);
    if (expanded.contains("$(")) {
      throw new ConfigError(
          "missing value for environment variable in subPathExpr \"" + mount.subPathExpr() + "\"");
    }
    if (expanded.startsWith("/") || List.of(expanded.split("/")).contains("..")) {
      throw new ConfigError("subPath \"" + expanded + "\" must be a relative path without \"..\"");
    }
    return expanded;
  }

  /// A volume's content comes from inside the pod: a link in it must not lead out.
  private Path inside(Path volume, String subPath, VolumeMount mount, Container container) {
    try {
      return host.within(volume, subPath);
    } catch (IOException e) {
      throw new ConfigError(
          "failed to prepare subPath for volumeMount \"%s\" of container \"%s\": %s"
              .formatted(mount.name(), container.name(), e.getMessage()));
    }
  }

  private static Mount.Propagation propagation(@Nullable String propagation) {
    return switch (propagation == null ? "" : propagation) {
      case "HostToContainer" -> Mount.Propagation.HOST_TO_CONTAINER;
      case "Bidirectional" -> Mount.Propagation.BIDIRECTIONAL;
      default -> Mount.Propagation.NONE;
    };
  }
}
