package dev.podo.apiserver.authn;

import dev.podo.apiserver.http.HttpRequest;
import java.util.List;

/// Asks each authenticator in turn; who shows no credentials at all is anonymous.
public final class Authenticators {
  private static final System.Logger LOG = System.getLogger(Authenticators.class.getName());

  private final List<Authenticator> authenticators;

  public Authenticators(List<Authenticator> authenticators) {
    this.authenticators = List.copyOf(authenticators);
  }

  /// @throws InvalidCredentialsException when credentials were shown and none of them is valid
  public UserInfo authenticate(HttpRequest request) throws InvalidCredentialsException {
    InvalidCredentialsException failure = null;
    for (var authenticator : authenticators) {
      try {
        var user = authenticator.authenticate(request);
        if (user != null) {
          return user;
        }
      } catch (InvalidCredentialsException e) {
        failure = e;
      }
    }
    if (failure != null) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "invalid credentials from {0}: {1}",
          request.peer().address(),
          failure.getMessage());
      throw failure;
    }
    return UserInfo.anonymous();
  }
}
