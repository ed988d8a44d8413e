package dev.podo.apiserver;

import dev.podo.apiserver.authn.Authenticators;
import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.authz.Authorizer;
import dev.podo.apiserver.chain.Audit;
import dev.podo.apiserver.chain.Authenticate;
import dev.podo.apiserver.chain.Authorize;
import dev.podo.apiserver.chain.Chain;
import dev.podo.apiserver.chain.Dispatch;
import dev.podo.apiserver.chain.Fairness;
import dev.podo.apiserver.chain.Impersonate;
import dev.podo.apiserver.chain.ReadRequestInfo;
import dev.podo.apiserver.chain.Recover;
import dev.podo.apiserver.chain.SetDeadline;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.foundation.Clock;
import java.util.List;

/// The way of every request, in the order in which it meets the steps.
record RequestPath(
    Clock clock,
    Authenticators authenticators,
    List<Authorizer> authorizers,
    Audit.Records records,
    Fairness fairness,
    Dispatch dispatch) {

  /// From the network.
  Chain fromOutside() {
    return new Chain(
        List.of(
            new Recover(),
            new ReadRequestInfo(),
            new SetDeadline(clock),
            new Authenticate(authenticators),
            new Impersonate(new AnyOf(authorizers)),
            new Audit(clock, records),
            fairness,
            new Authorize(authorizers),
            dispatch));
  }

  /// From a component of this process, whose identity was wired: the same way behind
  /// authentication.
  Chain fromInside() {
    return new Chain(
        List.of(
            new Recover(),
            new SetDeadline(clock),
            new Audit(clock, records),
            fairness,
            new Authorize(authorizers),
            dispatch));
  }

  private record AnyOf(List<Authorizer> authorizers) implements Authorizer {
    @Override
    public boolean allows(UserInfo user, RequestInfo info) {
      return authorizers.stream().anyMatch(authorizer -> authorizer.allows(user, info));
    }
  }
}
