package dev.podo.machinery.kinds.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodTemplateHashTest {
  private static PodTemplateSpec template(String image, Map<String, String> labels) {
    var container = Container.builder().name("web").image(image).build();
    return PodTemplateSpec.builder()
        .metadata(ObjectMeta.builder().labels(labels).build())
        .spec(PodSpec.builder().containers(List.of(container)).build())
        .build();
  }

  @Test
  void isTheSameForTheSameTemplateWhateverTheLabel() {
    var plain = template("a:1", Map.of("app", "web"));
    var labelled = template("a:1", Map.of("app", "web", "pod-template-hash", "x"));
    assertThat(PodTemplateHash.of(labelled, null)).isEqualTo(PodTemplateHash.of(plain, null));
    assertThat(PodTemplateHash.sameTemplate(plain, labelled)).isTrue();
    assertThat(PodTemplateHash.without(labelled)).isEqualTo(plain);
  }

  @Test
  void differsWhereTemplatesOrCollisionsDiffer() {
    var one = template("a:1", Map.of());
    var two = template("a:2", Map.of());
    assertThat(PodTemplateHash.of(one, null)).isNotEqualTo(PodTemplateHash.of(two, null));
    assertThat(PodTemplateHash.of(one, null)).isNotEqualTo(PodTemplateHash.of(one, 0));
    assertThat(PodTemplateHash.of(one, 0)).isNotEqualTo(PodTemplateHash.of(one, 1));
    assertThat(PodTemplateHash.sameTemplate(one, two)).isFalse();
  }

  @Test
  void canStandInANameAndInALabel() {
    assertThat(PodTemplateHash.of(PodTemplateSpec.EMPTY, null))
        .matches("[bcdfghjklmnpqrstvwxz2456789]{1,10}");
  }
}
