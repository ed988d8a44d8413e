package dev.podo.foundation;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Identifiers from an injected random source.
public final class Ids {
  /// No vowels and no digits that look like letters, so that no words appear; Kubernetes' own
  /// alphabet.
  private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private Ids() {}

  /// A random (version 4) UUID, as in `metadata.uid`.
  public static String uid(RandomGenerator random) {
    var high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    var low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /// What follows a `generateName`.
  public static String suffix(RandomGenerator random, int length) {
    var out = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      out.append(SUFFIX_ALPHABET.charAt(random.nextInt(SUFFIX_ALPHABET.length())));
    }
    return out.toString();
  }

  /// Spells a hash in the suffix alphabet, digit by digit, as upstream does for
  /// `pod-template-hash`.
  public static String spell(String digits) {
    var out = new StringBuilder(digits.length());
    for (int i = 0; i < digits.length(); i++) {
      out.append(SUFFIX_ALPHABET.charAt(digits.charAt(i) % SUFFIX_ALPHABET.length()));
    }
    return out.toString();
  }
}
