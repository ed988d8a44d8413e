package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.validation.Names;
import dev.podo.model.admissionregistration.v1.MatchResources;
import dev.podo.model.admissionregistration.v1.NamedRuleWithOperations;
import dev.podo.model.admissionregistration.v1.ParamKind;
import dev.podo.model.admissionregistration.v1.ParamRef;
import dev.podo.model.meta.v1.LabelSelector;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which requests a policy is about, and where it finds its parameters.
final class MatchRules {
  static final String UNSET = "<unset>";

  private static final List<String> MUTABLE = List.of("*", "CONNECT", "CREATE", "UPDATE");

  private MatchRules() {}

  static @Nullable MatchResources defaults(@Nullable MatchResources match) {
    return match == null
        ? null
        : match.with(b ->
            b.matchPolicy(Default.value(match.matchPolicy(), "Equivalent"))
                .namespaceSelector(Default.value(match.namespaceSelector(), LabelSelector.EMPTY))
                .objectSelector(Default.value(match.objectSelector(), LabelSelector.EMPTY))
                .resourceRules(Default.each(match.resourceRules(), it -> RuleRules.defaults(it)))
                .excludeResourceRules(
                    Default.each(match.excludeResourceRules(), it -> RuleRules.defaults(it))));
  }

  /// The constraints of a policy, which must name some resources.
  static void checkConstraints(@Nullable MatchResources match, FieldPath at, Findings findings) {
    if (match == null) {
      findings.required(at);
      return;
    }
    check(match, at, findings);
    if (match.resourceRules().isEmpty()) {
      findings.required(at.child("resourceRules"));
    }
  }

  static void check(@Nullable MatchResources match, FieldPath at, Findings findings) {
    if (match == null) {
      return;
    }
    findings.requireOneOf(
        at.child("matchPolicy"),
        Default.value(match.matchPolicy(), ""),
        WebhookRules.MATCH_POLICIES);
    LabelSelectorRules.check(match.namespaceSelector(), at.child("namespaceSelector"), findings);
    LabelSelectorRules.check(match.objectSelector(), at.child("objectSelector"), findings);
    checkRules(match.resourceRules(), at.child("resourceRules"), findings);
    checkRules(match.excludeResourceRules(), at.child("excludeResourceRules"), findings);
  }

  private static void checkRules(
      List<NamedRuleWithOperations> rules, FieldPath at, Findings findings) {
    for (var i = 0; i < rules.size(); i++) {
      var names = rules.get(i).resourceNames();
      var seen = new HashSet<String>();
      for (var j = 0; j < names.size(); j++) {
        var place = at.index(i).child("resourceNames").index(j);
        findings.invalidFor(place, names.get(j), Names.pathSegment(names.get(j)));
        if (!seen.add(names.get(j))) {
          findings.duplicate(place, names.get(j));
        }
      }
      RuleRules.check(RuleRules.unnamed(rules.get(i)), at.index(i), findings);
    }
  }

  /// What is deleted cannot be changed on its way.
  static void checkMutable(@Nullable MatchResources match, FieldPath at, Findings findings) {
    if (match == null) {
      return;
    }
    for (var rule : match.resourceRules()) {
      for (var operation : rule.operations()) {
        findings.oneOf(at.child("resourceRules", "operations"), operation, MUTABLE);
      }
    }
  }

  static void checkParamKind(@Nullable ParamKind kind, FieldPath at, Findings findings) {
    if (kind == null) {
      return;
    }
    var place = at.child("apiVersion");
    if (findings.requireText(kind.apiVersion(), place)) {
      checkApiVersion(kind.apiVersion(), place, findings);
    }
    if (findings.requireText(kind.kind(), at.child("kind"))) {
      var problems = Names.dns1035Label(kind.kind().toLowerCase(Locale.ROOT));
      if (!problems.isEmpty()) {
        findings.invalid(
            at.child("kind"),
            kind.kind(),
            "may have mixed case, but should otherwise match: " + String.join(",", problems));
      }
    }
  }

  private static void checkApiVersion(String apiVersion, FieldPath at, Findings findings) {
    GroupVersion parsed;
    try {
      parsed = GroupVersion.parse(apiVersion);
    } catch (IllegalArgumentException e) {
      findings.invalid(at, apiVersion, Objects.toString(e.getMessage(), ""));
      return;
    }
    if (!parsed.group().isEmpty()) {
      var problems = Names.dns1123Subdomain(parsed.group());
      if (!problems.isEmpty()) {
        findings.invalid(at, parsed.group(), String.join(",", problems));
      }
    }
    if (parsed.version().isEmpty()) {
      findings.invalid(at, apiVersion, "version must be specified");
    } else {
      var problems = Names.dns1035Label(parsed.version());
      if (!problems.isEmpty()) {
        findings.invalid(at, parsed.version(), String.join(",", problems));
      }
    }
  }

  /// What a binding says besides what it matches.
  static void checkBinding(
      String policy, @Nullable ParamRef reference, FieldPath spec, Findings findings) {
    if (findings.requireText(policy, spec.child("policyName"))) {
      findings.invalidFor(spec.child("policyName"), policy, Names.dns1123Subdomain(policy));
    }
    if (reference == null) {
      return;
    }
    var at = spec.child("paramRef");
    var both = "name and selector are mutually exclusive";
    if (!reference.name().isEmpty()) {
      findings.invalidFor(at.child("name"), reference.name(), Names.pathSegment(reference.name()));
      if (reference.selector() != null) {
        findings.forbidden(at.child("name"), both);
      }
    }
    if (reference.selector() != null) {
      LabelSelectorRules.check(reference.selector(), at.child("selector"), findings);
      if (!reference.name().isEmpty()) {
        findings.forbidden(at.child("selector"), both);
      }
    } else if (reference.name().isEmpty()) {
      findings.required(at, "one of name or selector must be specified");
    }
    findings.requireOneOf(
        at.child("parameterNotFoundAction"),
        Default.value(reference.parameterNotFoundAction(), ""),
        List.of("Deny", "Allow"));
  }

  /// How tables show the kind of a policy's parameters.
  static String shown(@Nullable ParamKind kind) {
    return kind == null ? UNSET : kind.apiVersion() + "/" + kind.kind();
  }

  /// How tables show the parameters of a binding.
  static String shown(@Nullable ParamRef reference) {
    if (reference == null) {
      return UNSET;
    }
    if (!reference.name().isEmpty()) {
      return (reference.namespace().isEmpty() ? "*" : reference.namespace())
          + "/"
          + reference.name();
    }
    return reference.selector() == null ? UNSET : LabelSelectorRules.format(reference.selector());
  }
}
