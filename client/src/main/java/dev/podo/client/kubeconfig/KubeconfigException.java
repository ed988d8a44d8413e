package dev.podo.client.kubeconfig;

/// A kubeconfig cannot be read or used. The message names the file and what is wrong with it.
public final class KubeconfigException extends Exception {
  private static final long serialVersionUID = 1;

  public KubeconfigException(String message) {
    super(message);
  }
}
