package dev.podo.controllers.namespace;

import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.NamespaceCondition;
import dev.podo.model.core.v1.NamespaceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a namespace tells of its own deletion. Types, reasons and messages are upstream's.
final class Status {
  private static final String DISCOVERY = "NamespaceDeletionDiscoveryFailure";
  private static final String PARSING = "NamespaceDeletionGroupVersionParsingFailure";
  private static final String CONTENT = "NamespaceDeletionContentFailure";
  private static final String REMAINING = "NamespaceContentRemaining";
  private static final String FINALIZERS = "NamespaceFinalizersRemaining";

  private Status() {}

  /// @param left what is in it; empty when that is not known yet
  static NamespaceStatus of(
      Namespace namespace,
      Optional<Contents.Left> left,
      @Nullable ApiException failure,
      Instant now) {
    var conditions = new ArrayList<>(namespace.status().conditions());
    if (left.isPresent() || !isKnown(conditions, DISCOVERY)) {
      set(conditions, discovery(left), now);
    }
    set(
        conditions,
        fine(PARSING, "ParsedGroupVersions", "All legacy kube types successfully parsed"),
        now);
    var unreadable = left.map(Contents.Left::unreadable).orElse(List.of());
    if (failure != null) {
      set(conditions, notDeleted(List.of(String.valueOf(failure.getMessage()))), now);
    } else if (!unreadable.isEmpty()) {
      set(conditions, notDeleted(unreadable), now);
    } else if (!isKnown(conditions, CONTENT)
        || left.filter(Contents.Left::isOnItsWay).isPresent()) {
      set(conditions, deleted(), now);
    }
    left.ifPresent(some -> {
      set(conditions, remaining(some), now);
      set(conditions, finalizers(some), now);
    });
    return namespace.status().with(b -> b.phase(Namespaces.TERMINATING).conditions(conditions));
  }

  private static NamespaceCondition discovery(Optional<Contents.Left> left) {
    var failures = left.map(Contents.Left::undiscovered).orElse(Collections.emptySortedMap());
    if (failures.isEmpty()) {
      return fine(DISCOVERY, "ResourcesDiscovered", "All resources successfully discovered");
    }
    var list =
        failures.entrySet().stream()
            .map(failure -> failure.getKey() + ": " + failure.getValue())
            .collect(Collectors.joining(", "));
    return problem(
        DISCOVERY,
        "DiscoveryFailed",
        "Discovery failed for some groups, %d failing: unable to retrieve the complete list of server APIs: %s"
            .formatted(failures.size(), list));
  }

  private static boolean isKnown(List<NamespaceCondition> conditions, String type) {
    return conditions.stream().anyMatch(condition -> condition.type().equals(type));
  }

  private static NamespaceCondition deleted() {
    return fine(
        CONTENT,
        "ContentDeleted",
        "All content successfully deleted, may be waiting on finalization");
  }

  private static NamespaceCondition notDeleted(List<String> why) {
    return problem(
        CONTENT,
        "ContentDeletionFailed",
        "Failed to delete all resource types, %d remaining: %s"
            .formatted(
                why.size(), why.size() == 1 ? why.getFirst() : "[" + String.join(", ", why) + "]"));
  }

  private static NamespaceCondition remaining(Contents.Left left) {
    if (left.isEmpty()) {
      return fine(REMAINING, "ContentRemoved", "All content successfully removed");
    }
    var list =
        left.kinds().stream()
            .map(those -> those.kind().plural() + "." + those.kind().group() + counted(those))
            .sorted()
            .collect(Collectors.joining(", "));
    return problem(REMAINING, "SomeResourcesRemain", "Some resources are remaining: " + list);
  }

  private static String counted(Contents.OfKind those) {
    return " has " + those.count() + " resource instances";
  }

  private static NamespaceCondition finalizers(Contents.Left left) {
    var counts = new TreeMap<String, Integer>();
    left.kinds()
        .forEach(those -> those.finalizers().forEach((f, n) -> counts.merge(f, n, Integer::sum)));
    if (counts.isEmpty()) {
      return fine(
          FINALIZERS, "ContentHasNoFinalizers", "All content-preserving finalizers finished");
    }
    var list =
        counts.entrySet().stream()
            .map(count -> count.getKey() + " in " + count.getValue() + " resource instances")
            .collect(Collectors.joining(", "));
    return problem(
        FINALIZERS,
        "SomeFinalizersRemain",
        "Some content in the namespace has finalizers remaining: " + list);
  }

  private static NamespaceCondition fine(String type, String reason, String message) {
    return NamespaceCondition.builder()
        .type(type)
        .status("False")
        .reason(reason)
        .message(message)
        .build();
  }

  private static NamespaceCondition problem(String type, String reason, String message) {
    return fine(type, reason, message).with(b -> b.status("True"));
  }

  private static void set(
      List<NamespaceCondition> conditions, NamespaceCondition condition, Instant now) {
    for (int i = 0; i < conditions.size(); i++) {
      var old = conditions.get(i);
      if (old.type().equals(condition.type())) {
        var since = old.status().equals(condition.status()) ? old.lastTransitionTime() : now;
        conditions.set(i, condition.with(b -> b.lastTransitionTime(since)));
        return;
      }
    }
    conditions.add(condition.with(b -> b.lastTransitionTime(now)));
  }
}
