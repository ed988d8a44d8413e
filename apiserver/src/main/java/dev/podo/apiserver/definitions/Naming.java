package dev.podo.apiserver.definitions;

import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.ESTABLISHED;
import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.KUBERNETES_API_APPROVED;
import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.NAMES_ACCEPTED;
import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.NON_STRUCTURAL_SCHEMA;

import dev.podo.machinery.kinds.customresourcedefinition.ApprovalState;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tells which names a definition gets: those that no other definition of its group has, each one
/// for itself. Types, reasons and messages are upstream's.
final class Naming {
  private Naming() {}

  /// The definition with the status that it should have.
  ///
  /// @param all definitions that there are, this one among them
  static CustomResourceDefinition judge(
      CustomResourceDefinition definition, Collection<CustomResourceDefinition> all, Instant now) {
    var named = named(definition, all, now);
    var approved = Conditions.with(named, KUBERNETES_API_APPROVED, approval(named), now);
    return Conditions.with(approved, NON_STRUCTURAL_SCHEMA, structure(approved), now);
  }

  private static CustomResourceDefinition named(
      CustomResourceDefinition definition, Collection<CustomResourceDefinition> all, Instant now) {
    var taken = Taken.of(definition.spec().group(), all);
    var asked = definition.spec().names();
    var has = definition.status().acceptedNames();
    var verdict = new Verdict();
    var plural = verdict.pick("Plural", asked.plural(), has.plural(), taken.resources());
    var singular = verdict.pick("Singular", asked.singular(), has.singular(), taken.resources());
    var refused = new ArrayList<String>();
    for (var shortName : asked.shortNames()) {
      if (!has.shortNames().contains(shortName) && taken.resources().contains(shortName)) {
        refused.add(inUse(shortName));
      }
    }
    if (!refused.isEmpty()) {
      verdict.refuse("ShortNames", aggregated(refused));
    }
    var kind = verdict.pick("Kind", asked.kind(), has.kind(), taken.kinds());
    var listKind = verdict.pick("ListKind", asked.listKind(), has.listKind(), taken.kinds());
    var accepted =
        has.with(n ->
            n.plural(plural)
                .singular(singular)
                .shortNames(refused.isEmpty() ? asked.shortNames() : has.shortNames())
                .kind(kind)
                .listKind(listKind)
                .categories(asked.categories()));
    var names = verdict.condition();
    var out = definition.withStatus(definition.status().with(s -> s.acceptedNames(accepted)));
    out = Conditions.with(out, names, now);
    var established = established(definition, names.status().equals("True"));
    return established == null ? out : Conditions.with(out, established, now);
  }

  /// What is established stays so: its objects are there.
  private static @Nullable CustomResourceDefinitionCondition established(
      CustomResourceDefinition definition, boolean accepted) {
    if (CustomResourceDefinitions.isTrue(definition, ESTABLISHED)) {
      return null;
    }
    if (accepted) {
      return Conditions.of(
          ESTABLISHED, "True", "InitialNamesAccepted", "the initial names have been accepted");
    }
    return Conditions.find(definition, ESTABLISHED) != null
        ? null
        : Conditions.of(ESTABLISHED, "False", "NotAccepted", "not all names are accepted");
  }

  private static String inUse(String name) {
    return "\"" + name + "\" is already in use";
  }

  /// As upstream prints several errors as one.
  private static String aggregated(Collection<String> errors) {
    var distinct = new ArrayList<>(new TreeSet<>(errors));
    return distinct.size() == 1
        ? distinct.getFirst()
        : "[" + String.join(", ", errors.stream().distinct().toList()) + "]";
  }

  /// The names that the definitions of a group have.
  private record Taken(Set<String> resources, Set<String> kinds) {
    static Taken of(String group, Collection<CustomResourceDefinition> all) {
      var taken = new Taken(new TreeSet<>(), new TreeSet<>());
      for (var other : all) {
        if (other.spec().group().equals(group)) {
          var names = other.status().acceptedNames();
          taken.resources.add(names.plural());
          taken.resources.add(names.singular());
          taken.resources.addAll(names.shortNames());
          taken.kinds.add(names.kind());
          taken.kinds.add(names.listKind());
        }
      }
      return taken;
    }
  }

  /// The last refusal is the one that is told.
  private static final class Verdict {
    private String reason = "NoConflicts";
    private String message = "no conflicts found";

    String pick(String what, String asked, String has, Set<String> taken) {
      if (asked.equals(has) || !taken.contains(asked)) {
        return asked;
      }
      refuse(what, inUse(asked));
      return has;
    }

    void refuse(String what, String why) {
      reason = what + "Conflict";
      message = why;
    }

    CustomResourceDefinitionCondition condition() {
      var status = reason.equals("NoConflicts") ? "True" : "False";
      return Conditions.of(NAMES_ACCEPTED, status, reason, message);
    }
  }

  /// Groups that belong to the community say who has approved of them; null for all others.
  private static @Nullable CustomResourceDefinitionCondition approval(
      CustomResourceDefinition definition) {
    if (!ApprovalState.isAskedOf(definition.spec().group())) {
      return null;
    }
    var state = ApprovalState.of(definition);
    var reason =
        switch (state) {
          case MISSING -> "MissingAnnotation";
          case INVALID -> "InvalidAnnotation";
          case BYPASSED -> "UnapprovedAnnotation";
          case APPROVED -> "ApprovedAnnotation";
        };
    var status = state == ApprovalState.APPROVED ? "True" : "False";
    return Conditions.of(KUBERNETES_API_APPROVED, status, reason, state.reason(definition));
  }

  /// Schemas that were stored before there was a rule against them are told of; null if there are
  /// none.
  private static @Nullable CustomResourceDefinitionCondition structure(
      CustomResourceDefinition definition) {
    var errors = CustomResourceDefinitions.nonStructural(definition);
    return errors.isEmpty()
        ? null
        : Conditions.of(NON_STRUCTURAL_SCHEMA, "True", "Violations", FieldError.summary(errors));
  }
}
