package dev.podo.machinery.kinds.review;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.authorization.v1.LocalSubjectAccessReview;
import dev.podo.model.authorization.v1.SelfSubjectAccessReview;
import dev.podo.model.authorization.v1.SelfSubjectRulesReview;
import dev.podo.model.authorization.v1.SubjectAccessReview;

/// Questions about what somebody may do.
public final class AccessReviews {
  private static final GroupVersion GROUP = new GroupVersion("authorization.k8s.io", "v1");

  /// Whether somebody may do something.
  public static final Kind<SubjectAccessReview> SUBJECT =
      Kind.<SubjectAccessReview>declare(
              GROUP.kind("SubjectAccessReview"), kind -> kind.schema(SubjectAccessReview.SCHEMA))
          .verbs("create")
          .notStored()
          .build();

  /// The same within one namespace, for those who may ask only there.
  public static final Kind<LocalSubjectAccessReview> LOCAL =
      Kind.<LocalSubjectAccessReview>declare(
              GROUP.kind("LocalSubjectAccessReview"),
              kind -> kind.schema(LocalSubjectAccessReview.SCHEMA))
          .namespaced()
          .verbs("create")
          .notStored()
          .build();

  /// Whether whoever asks may do something.
  public static final Kind<SelfSubjectAccessReview> SELF =
      Kind.<SelfSubjectAccessReview>declare(
              GROUP.kind("SelfSubjectAccessReview"),
              kind -> kind.schema(SelfSubjectAccessReview.SCHEMA))
          .verbs("create")
          .notStored()
          .build();

  /// All that whoever asks may do in a namespace.
  public static final Kind<SelfSubjectRulesReview> RULES =
      Kind.<SelfSubjectRulesReview>declare(
              GROUP.kind("SelfSubjectRulesReview"),
              kind -> kind.schema(SelfSubjectRulesReview.SCHEMA))
          .verbs("create")
          .notStored()
          .build();

  private AccessReviews() {}
}
