package dev.podo.apiserver.chain;

/// How long a client says that a request may take.
public final class HostileDuration {
  private HostileDuration() {}

  public static void read(String text) {
    try {
      GoDuration.parse(text);
    } catch (IllegalArgumentException refused) {
      if (!String.valueOf(refused.getMessage()).startsWith("time: ")) {
        throw refused;
      }
    }
  }
}
