package dev.podo.apiserver.pki;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Lets the cryptography of the JDK draw from the injected source: a cryptographic one in a
/// cluster, a seeded one in a simulation.
final class InjectedRandom {
  private static final String ALGORITHM = "Injected";

  private InjectedRandom() {}

  static SecureRandom of(RandomGenerator source) {
    if (source instanceof SecureRandom secure) {
      return secure;
    }
    try {
      return SecureRandom.getInstance(ALGORITHM, new OneSource(source));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static final class OneSource extends Provider {
    private static final long serialVersionUID = 1;

    OneSource(RandomGenerator source) {
      super("PodoInjectedRandom", "1", "randomness from the environment");
      putService(
          new Service(this, "SecureRandom", ALGORITHM, Drawing.class.getName(), null, null) {
            @Override
            public Object newInstance(@Nullable Object parameter) {
              return new Drawing(source);
            }
          });
    }
  }

  private static final class Drawing extends SecureRandomSpi {
    private static final long serialVersionUID = 1;

    private final transient RandomGenerator source;

    Drawing(RandomGenerator source) {
      this.source = source;
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
      // The source is seeded by whoever injects it.
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      source.nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
      var seed = new byte[length];
      source.nextBytes(seed);
      return seed;
    }
  }
}
