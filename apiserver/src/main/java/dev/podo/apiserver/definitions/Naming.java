package dev.podo.apiserver.definitions;

import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.ESTABLISHED;
import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.KUBERNETES_API_APPROVED;
import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.NAMES_ACCEPTED;

import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionCondition;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tells which names a definition gets: those that no other definition of its group has, each one
/// for itself. Types, reasons and messages are upstream's.
final class Naming {
  private static final String APPROVAL = "api-approved.kubernetes.io";
  private static final String SEE = ", see https://github.com/kubernetes/enhancements/pull/1111";

  private Naming() {}

  /// The definition with the status that it should have.
  ///
  /// @param all definitions that there are, this one among them
  static CustomResourceDefinition judge(
      CustomResourceDefinition definition, Collection<CustomResourceDefinition> all, Instant now) {
    var named = named(definition, all, now);
    var approval = approval(named);
    return approval == null ? named : Conditions.with(named, approval, now);
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
    var group = "." + definition.spec().group();
    if (!group.endsWith(".k8s.io") && !group.endsWith(".kubernetes.io")) {
      return null;
    }
    var said = definition.metadata().annotations().getOrDefault(APPROVAL, "");
    var must = "protected groups must have approval annotation \"" + APPROVAL + "\"";
    if (said.isEmpty()) {
      return approval("False", "MissingAnnotation", must + SEE);
    }
    if (said.startsWith("unapproved")) {
      return approval("False", "UnapprovedAnnotation", "not approved: \"" + said + "\"");
    }
    return isUrl(said)
        ? approval("True", "ApprovedAnnotation", "approved in " + said)
        : approval(
            "False",
            "InvalidAnnotation",
            must + " with either a URL or a reason starting with \"unapproved\"" + SEE);
  }

  private static CustomResourceDefinitionCondition approval(
      String status, String reason, String message) {
    return Conditions.of(KUBERNETES_API_APPROVED, status, reason, message);
  }

  private static boolean isUrl(String text) {
    try {
      var uri = URI.create(text);
      return uri.getScheme() != null && uri.getHost() != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
