package dev.podo.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.pki.Pki;
import dev.podo.foundation.Environment;
import dev.podo.foundation.VirtualClock;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TokenAuthenticatorTest {
  private static final String ISSUER = "https://issuer";

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Environment environment =
      new Environment(clock, new SplittableRandom(1), Thread.ofVirtual().factory());
  private final ServiceAccountTokens tokens =
      new ServiceAccountTokens(ISSUER, Pki.inMemory(List.of("x"), environment).signingKey());
  private final Map<String, ObjectMeta> objects = new TreeMap<>();
  private final TokenAuthenticator authenticator =
      new TokenAuthenticator(
          tokens, List.of(ISSUER), (kind, ns, name) -> objects.get(kind + "/" + name), clock);

  TokenAuthenticatorTest() {
    exists("ServiceAccount", "builder", "u1");
    exists("Pod", "p", "u2");
  }

  private void exists(String kind, String name, String uid) {
    objects.put(kind + "/" + name, ObjectMeta.builder().name(name).uid(uid).build());
  }

  private String token(String podUid, String... audiences) {
    var now = clock.now();
    return tokens.sign(
        new TokenClaims(
            "shop",
            new TokenClaims.Reference("builder", "u1"),
            new TokenClaims.Bound("Pod", new TokenClaims.Reference("p", podUid)),
            new TokenClaims.Reference("node-1", "u3"),
            List.of(audiences),
            new TokenClaims.Life("id-1", now, now.plusSeconds(600))));
  }

  private UserInfo authenticate(String token) throws InvalidCredentialsException {
    return authenticator.authenticate(token, List.of(ISSUER));
  }

  private void refuses(String token, String why) {
    assertThatThrownBy(() -> authenticate(token))
        .isInstanceOf(InvalidCredentialsException.class)
        .hasMessageContaining(why);
  }

  @Test
  void knowsItsOwnTokens() throws Exception {
    var user = authenticate(token("u2", ISSUER));

    assertThat(user.name()).isEqualTo("system:serviceaccount:shop:builder");
    assertThat(user.groups())
        .containsExactly(
            "system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated");
    assertThat(user.extra())
        .containsEntry("authentication.kubernetes.io/pod-name", List.of("p"))
        .containsEntry("authentication.kubernetes.io/node-name", List.of("node-1"))
        .containsEntry("authentication.kubernetes.io/credential-id", List.of("JTI=id-1"));
  }

  @Test
  void namesOneAudienceAsAList() {
    var payload = Base64.getUrlDecoder().decode(token("u2", ISSUER).split("\\.")[1]);
    assertThat(Trees.asList(Trees.get(Json.parse(payload), "aud"))).containsExactly(ISSUER);
  }

  @Test
  void refusesExpiredTokens() {
    var token = token("u2", ISSUER);
    clock.advance(Duration.ofSeconds(601));
    refuses(token, "expired");
  }

  @Test
  void refusesTokensForOthers() {
    refuses(token("u2", "vault"), "for others");
  }

  @Test
  void refusesTokensWhoseObjectIsGone() throws Exception {
    var token = token("u2", ISSUER);
    authenticate(token);

    objects.remove("Pod/p");
    refuses(token, "gone");

    exists("Pod", "p", "another");
    refuses(token, "gone");
  }

  @Test
  void refusesTokensOfADeletedServiceAccount() {
    objects.remove("ServiceAccount/builder");
    refuses(token("u2", ISSUER), "gone");
  }

  @Test
  void refusesWhatWasTamperedWith() {
    var token = token("u2", ISSUER);
    var parts = token.split("\\.");
    var other = token("u9", ISSUER).split("\\.");
    refuses(parts[0] + "." + other[1] + "." + parts[2], "signature");
    refuses("not.a.token", "nobody");
  }

  @Test
  void refusesTokensOfAnotherKey() {
    var environment2 =
        new Environment(clock, new SplittableRandom(2), Thread.ofVirtual().factory());
    var foreign =
        new ServiceAccountTokens(ISSUER, Pki.inMemory(List.of("x"), environment2).signingKey());
    var now = clock.now();
    var token =
        foreign.sign(
            new TokenClaims(
                "shop",
                new TokenClaims.Reference("builder", "u1"),
                null,
                null,
                List.of(ISSUER),
                new TokenClaims.Life("id", now, now.plusSeconds(600))));
    refuses(token, "signature");
  }

  @Test
  void publishesOnlyThePublicKey() {
    assertThat(tokens.keySet()).contains("\"kty\":\"EC\"").doesNotContain("\"d\"");
  }
}
