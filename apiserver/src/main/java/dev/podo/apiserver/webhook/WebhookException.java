package dev.podo.apiserver.webhook;

/// A webhook gave no answer, or one that says that it failed. The message is fit for the client
/// whose request needed the webhook.
public final class WebhookException extends Exception {
  private static final long serialVersionUID = 1;

  public WebhookException(String message) {
    super(message);
  }

  WebhookException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The message, which there always is.
  public String why() {
    return String.valueOf(getMessage());
  }
}
