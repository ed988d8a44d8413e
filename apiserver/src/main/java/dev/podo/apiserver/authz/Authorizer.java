package dev.podo.apiserver.authz;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.request.RequestInfo;

/// Decides whether a user may make a request.
@FunctionalInterface
public interface Authorizer {
  /// Whether this authorizer allows it; false means that it has nothing to say.
  boolean allows(UserInfo user, RequestInfo info);
}
