package dev.podo.node.runtime;

/// @param name as in `containerd`; the scheme of container IDs (`containerd://…`)
/// @param version as in `1.6.20`; `name://version` is the Node's containerRuntimeVersion
/// @param ready whether sandboxes and containers can be started
/// @param networkReady whether sandboxes get a network
/// @param message why not ready, "" when all is well
public record RuntimeInfo(
    String name, String version, boolean ready, boolean networkReady, String message) {}
