package dev.podo.apiserver.review;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.authz.Authorizer;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.verbs.Actions;
import dev.podo.apiserver.verbs.Identity;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.review.AccessReviews;
import dev.podo.model.ApiObject;
import dev.podo.model.authorization.v1.NonResourceAttributes;
import dev.podo.model.authorization.v1.ResourceAttributes;
import dev.podo.model.authorization.v1.SubjectAccessReviewSpec;
import dev.podo.model.authorization.v1.SubjectAccessReviewStatus;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells whether somebody may do something (`kubectl auth can-i`), by the very authorizers that a
/// request would meet.
public final class AccessReviewing {
  private static final FieldPath METADATA = FieldPath.root("metadata");
  private static final FieldPath SPEC = FieldPath.root("spec");

  private final Authorizer authorizer;

  public AccessReviewing(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  public void addTo(Actions actions) {
    actions
        .with(AccessReviews.SUBJECT.toString(), "", "create", this::subject)
        .with(AccessReviews.LOCAL.toString(), "", "create", this::local)
        .with(AccessReviews.SELF.toString(), "", "create", this::self);
  }

  private Answer subject(Call call) {
    var kind = AccessReviews.SUBJECT;
    var review = asked(kind, call);
    var findings = new Findings();
    checkSubject(review.spec(), findings);
    checkMetadata(review.metadata(), "must be empty", findings);
    refuse(kind, findings);
    return new Answer.OfValue(201, review.withStatus(decided(review.spec())));
  }

  private Answer local(Call call) {
    var kind = AccessReviews.LOCAL;
    var review = asked(kind, call);
    var findings = new Findings();
    checkSubject(review.spec(), findings);
    checkMetadata(
        review.metadata().with(m -> m.namespace("")),
        "must be empty except for namespace",
        findings);
    var resource = review.spec().resourceAttributes();
    if (resource != null && !resource.namespace().equals(review.metadata().namespace())) {
      findings.invalid(
          SPEC.child("resourceAttributes", "namespace"),
          resource.namespace(),
          "must match metadata.namespace");
    }
    if (review.spec().nonResourceAttributes() != null) {
      findings.invalid(
          SPEC.child("nonResourceAttributes"),
          review.spec().nonResourceAttributes(),
          "disallowed on this kind of request");
    }
    refuse(kind, findings);
    return new Answer.OfValue(201, review.withStatus(decided(review.spec())));
  }

  private Answer self(Call call) {
    var kind = AccessReviews.SELF;
    var review = asked(kind, call);
    var spec = review.spec();
    var findings = new Findings();
    checkAttributes(spec.resourceAttributes(), spec.nonResourceAttributes(), findings);
    checkSelectors(spec.resourceAttributes(), findings);
    checkMetadata(review.metadata(), "must be empty", findings);
    refuse(kind, findings);
    var wanted = wanted(spec.resourceAttributes(), spec.nonResourceAttributes());
    return new Answer.OfValue(201, review.withStatus(status(call.user(), wanted)));
  }

  private static <T extends ApiObject> T asked(Kind<T> kind, Call call) {
    T review = call.input().body(kind.schema(), kind.gvk(), call.notes());
    return Identity.asked(kind, review, call.info());
  }

  private static void checkSubject(SubjectAccessReviewSpec spec, Findings findings) {
    checkAttributes(spec.resourceAttributes(), spec.nonResourceAttributes(), findings);
    if (spec.user().isEmpty() && spec.groups().isEmpty()) {
      findings.invalid(
          SPEC.child("user"), spec.user(), "at least one of user or group must be specified");
    }
    checkSelectors(spec.resourceAttributes(), findings);
  }

  private static void checkAttributes(
      @Nullable ResourceAttributes resource,
      @Nullable NonResourceAttributes path,
      Findings findings) {
    if (resource != null && path != null) {
      findings.invalid(
          SPEC.child("nonResourceAttributes"),
          path,
          "cannot be specified in combination with resourceAttributes");
    }
    if (resource == null && path == null) {
      findings.invalid(
          SPEC.child("resourceAttributes"),
          null,
          "exactly one of nonResourceAttributes or resourceAttributes must be specified");
    }
  }

  private static void checkSelectors(@Nullable ResourceAttributes resource, Findings findings) {
    if (resource != null) {
      AccessSelectors.check(resource, SPEC.child("resourceAttributes"), findings);
    }
  }

  private static void checkMetadata(ObjectMeta metadata, String problem, Findings findings) {
    var rest = metadata.with(m -> m.managedFields(List.of()));
    if (!rest.equals(ObjectMeta.EMPTY)) {
      findings.invalid(METADATA, metadata, problem);
    }
  }

  private static void refuse(Kind<? extends ApiObject> kind, Findings findings) {
    if (!findings.isEmpty()) {
      throw ApiErrors.invalid(kind.groupKind(), "", findings.errors());
    }
  }

  private SubjectAccessReviewStatus decided(SubjectAccessReviewSpec spec) {
    var extra = new TreeMap<String, List<String>>();
    spec.extra().forEach((key, values) -> extra.put(key.toLowerCase(Locale.ROOT), values));
    var user = new UserInfo(spec.user(), spec.uid(), spec.groups(), extra);
    return status(user, wanted(spec.resourceAttributes(), spec.nonResourceAttributes()));
  }

  private SubjectAccessReviewStatus status(UserInfo user, RequestInfo wanted) {
    return SubjectAccessReviewStatus.builder().allowed(authorizer.allows(user, wanted)).build();
  }

  private static RequestInfo wanted(
      @Nullable ResourceAttributes resource, @Nullable NonResourceAttributes path) {
    if (resource == null) {
      var asked = Objects.requireNonNull(path, "either is given");
      return RequestInfo.ofPath(asked.verb(), asked.path());
    }
    return RequestInfo.of(
        resource.verb(),
        new RequestInfo.Target(
            resource.group(),
            resource.version(),
            resource.namespace(),
            resource.resource(),
            resource.name(),
            resource.subresource(),
            ""));
  }
}
