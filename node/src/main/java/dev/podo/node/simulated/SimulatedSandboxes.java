package dev.podo.node.simulated;

import dev.podo.node.runtime.Sandbox;
import dev.podo.node.runtime.SandboxConfig;
import dev.podo.node.runtime.SandboxRuntime;
import dev.podo.node.runtime.SandboxStatus;
import java.util.List;

record SimulatedSandboxes(SimulatedState state) implements SandboxRuntime {
  @Override
  public String create(SandboxConfig config) {
    return state.createSandbox(config);
  }

  @Override
  public void stop(String sandboxId) {
    state.stopSandbox(sandboxId);
  }

  @Override
  public void remove(String sandboxId) {
    state.removeSandbox(sandboxId);
  }

  @Override
  public SandboxStatus status(String sandboxId) {
    return state.sandbox(sandboxId).status();
  }

  @Override
  public List<Sandbox> list() {
    return state.sandboxes().stream().map(SimulatedSandbox::listed).toList();
  }
}
