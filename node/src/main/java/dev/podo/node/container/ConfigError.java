package dev.podo.node.container;

/// A container cannot be made as the Pod says, for now: something that it refers to is missing or
/// does not fit. Shown as `CreateContainerConfigError`.
public final class ConfigError extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConfigError(String message) {
    super(message);
  }

  public String text() {
    var message = getMessage();
    return message == null ? "" : message;
  }
}
