package dev.podo.machinery.kinds.review;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.authentication.v1.SelfSubjectReview;
import dev.podo.model.authentication.v1.TokenReview;

/// Questions about who somebody is.
public final class IdentityReviews {
  private static final GroupVersion GROUP = new GroupVersion("authentication.k8s.io", "v1");

  /// Whose token this is.
  public static final Kind<TokenReview> TOKEN =
      Kind.<TokenReview>declare(GROUP.kind("TokenReview"), kind -> kind.schema(TokenReview.SCHEMA))
          .verbs("create")
          .notStored()
          .build();

  /// Who asks.
  public static final Kind<SelfSubjectReview> SELF =
      Kind.<SelfSubjectReview>declare(
              GROUP.kind("SelfSubjectReview"), kind -> kind.schema(SelfSubjectReview.SCHEMA))
          .verbs("create")
          .notStored()
          .build();

  private IdentityReviews() {}
}
