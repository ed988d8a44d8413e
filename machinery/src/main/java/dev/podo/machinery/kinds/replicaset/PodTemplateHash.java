package dev.podo.machinery.kinds.replicaset;

import dev.podo.foundation.Ids;
import dev.podo.machinery.codec.Json;
import dev.podo.model.core.v1.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The value of the label by which the ReplicaSets of a Deployment, and their Pods, are told apart:
/// the same for the same template, whoever computes it and when.
public final class PodTemplateHash {
  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private PodTemplateHash() {}

  /// @param collisionCount how often two templates were found to have the same hash; null counts as
  ///   never
  public static String of(PodTemplateSpec template, @Nullable Integer collisionCount) {
    var hash = mix(FNV_OFFSET, Json.encode(without(template)));
    if (collisionCount != null) {
      hash = mix(hash, Integer.toString(collisionCount).getBytes(StandardCharsets.UTF_8));
    }
    return Ids.spell(Integer.toUnsignedString(hash));
  }

  private static int mix(int seed, byte[] bytes) {
    var hash = seed;
    for (var each : bytes) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  /// The template as its author wrote it, without the label.
  public static PodTemplateSpec without(PodTemplateSpec template) {
    var labels = new TreeMap<String, String>(template.metadata().labels());
    return labels.remove(ReplicaSets.POD_TEMPLATE_HASH) == null
        ? template
        : template.with(b -> b.metadata(template.metadata().withLabels(labels)));
  }

  /// Whether two templates are the same but for the label.
  public static boolean sameTemplate(PodTemplateSpec one, PodTemplateSpec two) {
    return without(one).equals(without(two));
  }
}
