package dev.podo.controllers.deployment;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.podo.foundation.Ids;
import dev.podo.machinery.codec.Json;
import dev.podo.model.core.v1.PodTemplateSpec;
import org.jspecify.annotations.Nullable;

/// The hash that tells the ReplicaSets of a Deployment apart, in their names and in the label
/// `pod-template-hash`. It need not equal upstream's: a ReplicaSet is recognised by its template.
final class TemplateHash {
  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private TemplateHash() {}

  /// @param collisions how many hashes of this template were taken by others; null for none
  static String of(PodTemplateSpec template, @Nullable Integer collisions) {
    var hash = fnv(FNV_OFFSET, Json.encode(template));
    if (collisions != null) {
      hash = fnv(hash, collisions.toString().getBytes(US_ASCII));
    }
    return Ids.spell(Integer.toUnsignedString(hash));
  }

  /// FNV-1a, 32 bits.
  private static int fnv(int seed, byte[] bytes) {
    var hash = seed;
    for (var b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
