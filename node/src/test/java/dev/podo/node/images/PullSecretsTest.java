package dev.podo.node.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Bytes;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.LocalObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.Service;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.runtime.ImageRuntime.RegistryAuth;
import dev.podo.node.source.References;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullSecretsTest {
  @ParameterizedTest
  @CsvSource({
    "registry.example.com, registry.example.com/team/app:1, true",
    "registry.example.com, other.example.com/team/app:1, false",
    "registry.example.com/team, registry.example.com/team/app:1, true",
    "registry.example.com/team, registry.example.com/team2/app:1, false",
    "registry.example.com/team/app, registry.example.com/team/app:1, true",
    "registry.example.com/team/app, registry.example.com/team/app@sha256:0, true",
    "registry.example.com:5000, registry.example.com:5000/app, true",
    "registry.example.com:5000, registry.example.com/app, false",
    "*.example.com, registry.example.com/app, true",
    "*.example.com, a.b.example.com/app, false",
    "reg*.example.com, registry.example.com/app, true",
    "localhost:5000, localhost:5000/app, true",
    "index.docker.io, nginx, true",
    "index.docker.io, library/nginx:1, true",
    "docker.io, nginx, true",
    "index.docker.io, docker.io/library/nginx, true",
    "registry.example.com, nginx, false",
  })
  void credentialsAreForTheRegistryThatTheyName(String server, String image, boolean expected) {
    assertThat(PullSecrets.matches(server, image)).isEqualTo(expected);
  }

  private static Secret secret(String key, String json) {
    return Secret.builder()
        .metadata(ObjectMeta.builder().namespace("ns").name("s").build())
        .data(new TreeMap<>(Map.of(key, Bytes.utf8(json))))
        .build();
  }

  private static References with(Secret secret) {
    return new References() {
      @Override
      public @Nullable ConfigMap configMap(String namespace, String name) {
        return null;
      }

      @Override
      public @Nullable Secret secret(String namespace, String name) {
        return namespace.equals("ns") && name.equals("s") ? secret : null;
      }

      @Override
      public List<Service> services(String namespace) {
        return List.of();
      }
    };
  }

  private static Pod pod(String... secrets) {
    var names =
        List.of(secrets).stream()
            .map(each -> LocalObjectReference.builder().name(each).build())
            .toList();
    return Pod.builder()
        .metadata(ObjectMeta.builder().namespace("ns").name("p").build())
        .spec(PodSpec.builder().imagePullSecrets(names).build())
        .build();
  }

  @Test
  void bothFormatsAreReadAndTheMostSpecificComesFirst() {
    var json =
        """
        {"auths": {
          "https://reg.example.com/v1/": {"auth": "dXNlcjpwYTpzcw=="},
          "reg.example.com/team": {"username": "robot", "password": "word"},
          "other.example.com": {"auth": "dXNlcjpwYXNz"}}}
        """;
    var image = "reg.example.com/team/app:1";
    assertThat(PullSecrets.of(pod("s"), with(secret(".dockerconfigjson", json)), image))
        .extracting(RegistryAuth::username, RegistryAuth::password)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("robot", "word"),
            org.assertj.core.groups.Tuple.tuple("user", "pa:ss"));
    var old = "{\"reg.example.com\": {\"username\": \"a\", \"password\": \"b\"}}";
    assertThat(PullSecrets.of(pod("s"), with(secret(".dockercfg", old)), image)).hasSize(1);
  }

  @Test
  void whatIsNoJsonIsNoCredential() {
    var broken = with(secret(".dockerconfigjson", "{not json"));
    assertThat(PullSecrets.of(pod("s"), broken, "nginx")).isEmpty();
  }

  @Test
  void missingOnesAreNamed() {
    var references = with(secret(".dockercfg", "{}"));
    assertThat(PullSecrets.missing(pod("s", "gone", "away"), references))
        .containsExactly("gone", "away");
  }
}
