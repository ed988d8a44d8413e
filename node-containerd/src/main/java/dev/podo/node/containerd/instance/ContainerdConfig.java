package dev.podo.node.containerd.instance;

/// The configuration file of our instance of containerd (its format 2, which 1.5 to 2.x read).
final class ContainerdConfig {
  private ContainerdConfig() {}

  static String text(ContainerdSettings settings, HostAbilities host) {
    return """
    # Written by Podo at each start; changes are lost.
    version = 2
    root = %s
    state = %s
    disabled_plugins = ["io.containerd.internal.v1.tracing", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]

    [grpc]
      address = %s

    [plugins."io.containerd.internal.v1.opt"]
      path = %s

    [plugins."io.containerd.grpc.v1.cri"]
      sandbox_image = "%s"
      restrict_oom_score_adj = %b
      stream_server_address = "127.0.0.1"
      stream_server_port = "0"
      max_container_log_line_size = 16384

      [plugins."io.containerd.grpc.v1.cri".containerd]
        snapshotter = "%s"
        default_runtime_name = "runc"

        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"

          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
            SystemdCgroup = false

      [plugins."io.containerd.grpc.v1.cri".cni]
        bin_dir = %s
        conf_dir = %s
    """
        .formatted(
            quoted(settings.dataDirectory()),
            quoted(settings.state()),
            quoted(settings.socket()),
            quoted(settings.root().resolve("opt")),
            ContainerdSettings.PAUSE_IMAGE,
            !host.mayRaiseOomScore(),
            host.snapshotter(),
            quoted(host.cniBinaries()),
            quoted(settings.cniConfigDirectory()));
  }

  private static String quoted(Object path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
