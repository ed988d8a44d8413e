package dev.podo.node.simulated;

import dev.podo.node.runtime.Sandbox;
import dev.podo.node.runtime.SandboxConfig;
import dev.podo.node.runtime.SandboxStatus;
import java.time.Instant;
import java.util.List;

/// One sandbox. Guarded by its runtime's lock.
final class SimulatedSandbox {
  final String id;
  final SandboxConfig config;
  final String ip;
  private final Instant createdAt;
  private boolean ready = true;

  /// @param ip "" with the host's network
  SimulatedSandbox(String id, SandboxConfig config, String ip, Instant createdAt) {
    this.id = id;
    this.config = config;
    this.ip = ip;
    this.createdAt = createdAt;
  }

  /// @return whether it was ready until now
  boolean stop() {
    var was = ready;
    ready = false;
    return was;
  }

  boolean isReady() {
    return ready;
  }

  Sandbox listed() {
    return new Sandbox(
        id,
        config.pod(),
        config.attempt(),
        ready,
        createdAt,
        config.labels(),
        config.annotations());
  }

  SandboxStatus status() {
    return new SandboxStatus(listed(), ip.isEmpty() ? List.of() : List.of(ip));
  }
}
