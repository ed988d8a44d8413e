package dev.podo.node.volumes;

import dev.podo.client.Api;
import dev.podo.client.SubresourceCall;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Check;
import dev.podo.foundation.Clock;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.authentication.v1.BoundObjectReference;
import dev.podo.model.authentication.v1.TokenRequest;
import dev.podo.model.authentication.v1.TokenRequestSpec;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.ServiceAccountTokenProjection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tokens of service accounts for pods: asked for once, kept, and asked for anew when four fifths
/// of their time have passed or a day.
public final class Tokens {
  private static final Duration AGE_MAX = Duration.ofHours(24);
  private static final long DEFAULT_SECONDS = 3600;

  private final Api api;
  private final Clock clock;
  private final Map<Id, Token> tokens = new ConcurrentHashMap<>();

  private record Id(String podUid, String account, String audience, long seconds) {}

  /// @param renewAt when a new one should take its place
  public record Token(String text, Instant renewAt) {}

  public Tokens(Api api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  /// @throws dev.podo.machinery.errors.ApiException when none can be had
  public Token of(Pod pod, ServiceAccountTokenProjection projection) {
    Long asked = projection.expirationSeconds();
    var id =
        new Id(
            pod.metadata().uid(),
            account(pod),
            projection.audience(),
            asked == null ? DEFAULT_SECONDS : asked);
    var known = tokens.get(id);
    if (known != null && clock.now().isBefore(known.renewAt())) {
      return known;
    }
    var token = request(pod, id);
    tokens.put(id, token);
    return token;
  }

  public void forget(String podUid) {
    tokens.keySet().removeIf(each -> each.podUid().equals(podUid));
  }

  private static String account(Pod pod) {
    var name = pod.spec().serviceAccountName();
    return name.isEmpty() ? "default" : name;
  }

  private Token request(Pod pod, Id id) {
    var bound =
        BoundObjectReference.builder()
            .apiVersion("v1")
            .kind("Pod")
            .name(pod.metadata().name())
            .uid(pod.metadata().uid())
            .build();
    var spec =
        TokenRequestSpec.builder()
            .audiences(id.audience().isEmpty() ? List.of() : List.of(id.audience()))
            .expirationSeconds(id.seconds())
            .boundObjectRef(bound)
            .build();
    var now = clock.now();
    var answer =
        api.createSubresource(
            ServiceAccounts.KIND,
            pod.metadata().namespace(),
            id.account(),
            new SubresourceCall<>(
                "token", TokenRequest.builder().spec(spec).build(), TokenRequest.SCHEMA),
            WriteOptions.defaults());
    var expires =
        Check.notNull(answer.status().expirationTimestamp(), "expirationTimestamp of a token");
    var life = Duration.between(now, expires);
    var renewAfter = life.multipliedBy(4).dividedBy(5);
    return new Token(
        answer.status().token(),
        now.plus(renewAfter.compareTo(AGE_MAX) < 0 ? renewAfter : AGE_MAX));
  }
}
