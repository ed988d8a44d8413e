package dev.podo.apiserver.review;

import dev.podo.apiserver.authn.InvalidCredentialsException;
import dev.podo.apiserver.authn.TokenAuthenticator;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.verbs.Actions;
import dev.podo.apiserver.verbs.Identity;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.review.IdentityReviews;
import dev.podo.model.authentication.v1.SelfSubjectReview;
import dev.podo.model.authentication.v1.SelfSubjectReviewStatus;
import dev.podo.model.authentication.v1.TokenReview;
import dev.podo.model.authentication.v1.TokenReviewStatus;
import dev.podo.model.authentication.v1.UserInfo;
import java.util.List;
import java.util.Objects;

/// Tells who somebody is: whoever asks (`kubectl auth whoami`), or the owner of a token.
public final class IdentityReviewing {
  private final TokenAuthenticator tokens;
  private final List<String> audiences;

  /// @param audiences of tokens for this server, which are meant where a review names none
  public IdentityReviewing(TokenAuthenticator tokens, List<String> audiences) {
    this.tokens = tokens;
    this.audiences = List.copyOf(audiences);
  }

  public void addTo(Actions actions) {
    actions
        .with(IdentityReviews.SELF.toString(), "", "create", this::self)
        .with(IdentityReviews.TOKEN.toString(), "", "create", this::token);
  }

  private Answer self(Call call) {
    var kind = IdentityReviews.SELF;
    SelfSubjectReview given = call.input().body(kind.schema(), kind.gvk(), call.notes());
    var review = Identity.asked(kind, given, call.info());
    var status = SelfSubjectReviewStatus.builder().userInfo(told(call.user())).build();
    return new Answer.OfValue(201, review.withStatus(status));
  }

  private Answer token(Call call) {
    var kind = IdentityReviews.TOKEN;
    TokenReview given = call.input().body(kind.schema(), kind.gvk(), call.notes());
    var review = Identity.asked(kind, given, call.info());
    var spec = review.spec();
    if (spec.token().isEmpty()) {
      throw ApiErrors.badRequest("token is required for TokenReview in authentication");
    }
    return new Answer.OfValue(201, review.withStatus(of(spec.token(), spec.audiences())));
  }

  private TokenReviewStatus of(String token, List<String> wanted) {
    try {
      var proven = tokens.prove(token, wanted.isEmpty() ? audiences : wanted);
      return TokenReviewStatus.builder()
          .authenticated(true)
          .user(told(proven.user()))
          .audiences(proven.audiences())
          .build();
    } catch (InvalidCredentialsException e) {
      return TokenReviewStatus.builder().error(Objects.toString(e.getMessage(), "")).build();
    }
  }

  private static UserInfo told(dev.podo.apiserver.authn.UserInfo user) {
    return UserInfo.builder()
        .username(user.name())
        .uid(user.uid())
        .groups(user.groups())
        .extra(user.extra())
        .build();
  }
}
