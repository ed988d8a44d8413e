package dev.podo.apiserver.pki;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Lets the cryptography of the JDK draw from the injected source: a cryptographic one in a cluster, a
/// seeded one in a simulation.
public final class InjectedRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  private final transient RandomGenerator source;

  private InjectedRandom(RandomGenerator source) {
    super(null, null);
    this.source = source;
  }

  public static SecureRandom of(RandomGenerator source) {
    return source instanceof SecureRandom secure ? secure : new InjectedRandom(source);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    source.nextBytes(bytes);
  }
}
