package dev.podo.apiserver.verbs;

import dev.podo.machinery.errors.ApiException;

/// Tokens that say where a list goes on, as clients make them up.
public final class HostileContinue {
  private HostileContinue() {}

  public static void read(String token) {
    ContinueToken read;
    try {
      read = ContinueToken.decode(token);
    } catch (ApiException refused) {
      if (refused.code() != 400) {
        throw refused;
      }
      return;
    }
    if (!ContinueToken.decode(read.encode()).equals(read)) {
      throw new AssertionError(read + " is read as another one");
    }
  }
}
