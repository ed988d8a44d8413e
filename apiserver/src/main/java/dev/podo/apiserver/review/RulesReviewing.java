package dev.podo.apiserver.review;

import dev.podo.apiserver.authz.Rule;
import dev.podo.apiserver.authz.RuleLists;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.verbs.Actions;
import dev.podo.apiserver.verbs.Identity;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.review.AccessReviews;
import dev.podo.model.authorization.v1.NonResourceRule;
import dev.podo.model.authorization.v1.ResourceRule;
import dev.podo.model.authorization.v1.SelfSubjectRulesReview;
import dev.podo.model.authorization.v1.SubjectRulesReviewStatus;
import java.util.ArrayList;

/// Tells all that whoever asks may do (`kubectl auth can-i --list`).
public final class RulesReviewing {
  private final RuleLists rules;

  public RulesReviewing(RuleLists rules) {
    this.rules = rules;
  }

  public void addTo(Actions actions) {
    actions.with(AccessReviews.RULES.toString(), "", "create", this::answer);
  }

  private Answer answer(Call call) {
    var kind = AccessReviews.RULES;
    SelfSubjectRulesReview given = call.input().body(kind.schema(), kind.gvk(), call.notes());
    var review = Identity.asked(kind, given, call.info());
    if (review.spec().namespace().isEmpty()) {
      throw ApiErrors.badRequest("no namespace on request");
    }
    var ofResources = new ArrayList<ResourceRule>();
    var ofPaths = new ArrayList<NonResourceRule>();
    for (var rule : rules.of(call.user())) {
      switch (rule) {
        case Rule.OnResources(var verbs, var groups, var resources, var names) ->
            ofResources.add(
                ResourceRule.builder()
                    .verbs(verbs)
                    .apiGroups(groups)
                    .resources(resources)
                    .resourceNames(names)
                    .build());
        case Rule.OnPaths(var verbs, var paths) ->
            ofPaths.add(NonResourceRule.builder().verbs(verbs).nonResourceURLs(paths).build());
      }
    }
    var status =
        SubjectRulesReviewStatus.builder()
            .resourceRules(ofResources)
            .nonResourceRules(ofPaths)
            // What a node may read depends on the Pods that run on it.
            .incomplete(!call.user().nodeName().isEmpty());
    return new Answer.OfValue(201, review.withStatus(status.build()));
  }
}
