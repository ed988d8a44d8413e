package dev.podo.node.containerd.instance;

/// containerd cannot be run here; says why and what to do.
public final class InstanceException extends Exception {
  private static final long serialVersionUID = 1;

  InstanceException(String why, String nextStep) {
    super(why + "; " + nextStep);
  }
}
