package dev.podo.apiserver.authn;

import dev.podo.apiserver.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// Reads one form of credentials.
@FunctionalInterface
public interface Authenticator {
  /// @return null when the request carries no credentials of this form
  /// @throws InvalidCredentialsException when it carries some that are not valid
  @Nullable UserInfo authenticate(HttpRequest request) throws InvalidCredentialsException;
}
