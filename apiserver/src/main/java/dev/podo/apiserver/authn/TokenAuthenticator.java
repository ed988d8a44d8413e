package dev.podo.apiserver.authn;

import dev.podo.apiserver.http.HttpRequest;
import dev.podo.foundation.Clock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Bearer tokens of service accounts, in the `Authorization` header or, from browsers, in a
/// WebSocket subprotocol. A token is worth nothing once the service account or what it is bound to
/// is gone.
public final class TokenAuthenticator implements Authenticator {
  /// The subprotocol in which browsers carry a token; never agreed upon.
  public static final String SUBPROTOCOL_PREFIX = "base64url.bearer.authorization.k8s.io.";

  private static final int REMEMBERED = 4096;
  // A pod that is being deleted may still use its token while it says good-bye.
  private static final Duration AFTER_DELETION = Duration.ofSeconds(60);

  private final ServiceAccountTokens tokens;
  private final List<String> audiences;
  private final BoundObjects objects;
  private final Clock clock;
  // By digest of the token, so that no token stays in memory longer than its request.
  private final Map<String, TokenClaims> read = new ConcurrentHashMap<>();

  /// @param audiences a token must be for one of these
  public TokenAuthenticator(
      ServiceAccountTokens tokens, List<String> audiences, BoundObjects objects, Clock clock) {
    this.tokens = tokens;
    this.audiences = List.copyOf(audiences);
    this.objects = objects;
    this.clock = clock;
  }

  @Override
  public @Nullable UserInfo authenticate(HttpRequest request) throws InvalidCredentialsException {
    var token = bearerToken(request);
    return token == null ? null : authenticate(token, audiences);
  }

  /// @param forOneOf the audiences of which the token must have one
  public UserInfo authenticate(String token, List<String> forOneOf)
      throws InvalidCredentialsException {
    return prove(token, forOneOf).user();
  }

  /// What a token proves.
  ///
  /// @param audiences those of the asked for that it is meant for
  public record Proof(UserInfo user, List<String> audiences) {}

  /// @param forOneOf the audiences of which the token must have one
  public Proof prove(String token, List<String> forOneOf) throws InvalidCredentialsException {
    var claims = claims(token);
    var life = claims.life();
    var now = clock.now();
    if (now.isAfter(life.expiresAt())) {
      throw new InvalidCredentialsException("the token has expired");
    }
    if (now.isBefore(life.issuedAt().minusSeconds(60))) {
      throw new InvalidCredentialsException("the token is not valid yet");
    }
    var shared = forOneOf.stream().filter(claims.audiences()::contains).toList();
    if (shared.isEmpty()) {
      throw new InvalidCredentialsException("the token is for others: " + claims.audiences());
    }
    var namespace = claims.namespace();
    requireAlive("ServiceAccount", namespace, claims.serviceAccount());
    var bound = claims.bound();
    if (bound != null) {
      var in = bound.kind().equals("Node") ? "" : namespace;
      requireAlive(bound.kind(), in, bound.object());
    }
    var account = claims.serviceAccount();
    return new Proof(
        UserInfo.serviceAccount(namespace, account.name(), account.uid(), extra(claims)), shared);
  }

  private TokenClaims claims(String token) throws InvalidCredentialsException {
    var digest = digest(token);
    var known = read.get(digest);
    if (known != null) {
      return known;
    }
    var claims = tokens.read(token);
    if (claims == null) {
      throw new InvalidCredentialsException("the token is of nobody we know");
    }
    if (read.size() >= REMEMBERED) {
      read.clear();
    }
    read.put(digest, claims);
    return claims;
  }

  private void requireAlive(String kind, String namespace, TokenClaims.Reference reference)
      throws InvalidCredentialsException {
    var found = objects.find(kind, namespace, reference.name());
    if (found == null || !found.uid().equals(reference.uid())) {
      throw new InvalidCredentialsException(
          "the token is bound to " + kind + " " + reference.name() + ", which is gone");
    }
    var deleted = found.deletionTimestamp();
    if (deleted != null && clock.now().isAfter(deleted.plus(AFTER_DELETION))) {
      throw new InvalidCredentialsException(
          "the token is bound to " + kind + " " + reference.name() + ", which is being deleted");
    }
  }

  private static Map<String, List<String>> extra(TokenClaims claims) {
    var extra = new TreeMap<String, List<String>>();
    extra.put("authentication.kubernetes.io/credential-id", List.of("JTI=" + claims.life().id()));
    var bound = claims.bound();
    if (bound != null && bound.kind().equals("Pod")) {
      extra.put("authentication.kubernetes.io/pod-name", List.of(bound.object().name()));
      extra.put("authentication.kubernetes.io/pod-uid", List.of(bound.object().uid()));
    }
    var node = claims.node();
    if (node != null) {
      extra.put("authentication.kubernetes.io/node-name", List.of(node.name()));
      extra.put("authentication.kubernetes.io/node-uid", List.of(node.uid()));
    }
    return extra;
  }

  private static @Nullable String bearerToken(HttpRequest request) {
    var header = request.headers().first("Authorization");
    if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      var token = header.substring(7).trim();
      return token.isEmpty() ? null : token;
    }
    if (!request.asksForWebSocket()) {
      return null;
    }
    for (var value : request.headers().all("Sec-WebSocket-Protocol")) {
      for (var offered : value.split(",")) {
        var protocol = offered.trim();
        if (protocol.startsWith(SUBPROTOCOL_PREFIX)) {
          return decode(protocol.substring(SUBPROTOCOL_PREFIX.length()));
        }
      }
    }
    return null;
  }

  private static @Nullable String decode(String base64) {
    try {
      return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String digest(String token) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
