package dev.podo.apiserver.authn;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a service account token says.
///
/// @param bound the pod or secret that the token dies with
/// @param node where the bound pod runs
public record TokenClaims(
    String namespace,
    Reference serviceAccount,
    @Nullable Bound bound,
    @Nullable Reference node,
    List<String> audiences,
    Life life) {
  public TokenClaims {
    audiences = List.copyOf(audiences);
  }

  /// One object, this very one and no later one of the same name.
  public record Reference(String name, String uid) {}

  /// @param kind `Pod`, `Secret` or `Node`
  public record Bound(String kind, Reference object) {}

  /// @param id unique among all tokens
  public record Life(String id, Instant issuedAt, Instant expiresAt) {}
}
