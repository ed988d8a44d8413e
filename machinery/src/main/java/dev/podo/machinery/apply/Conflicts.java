package dev.podo.machinery.apply;

import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.meta.v1.StatusCause;
import dev.podo.model.meta.v1.StatusDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The fields that an applied configuration would change although others own them, by owner.
final class Conflicts {
  private final TreeMap<String, Conflict> byOwner = new TreeMap<>();

  private record Conflict(Owner.Id owner, FieldSet fields) {}

  void add(Owner.Id owner, FieldSet fields) {
    if (!fields.isEmpty()) {
      byOwner.put(owner.sortKey(), new Conflict(owner, fields));
    }
  }

  boolean isEmpty() {
    return byOwner.isEmpty();
  }

  /// Those that remain when the applier may take these fields from anyone.
  Conflicts without(FieldSet allowed) {
    var rest = new Conflicts();
    byOwner.values().forEach(c -> rest.add(c.owner, c.fields.difference(allowed)));
    return rest;
  }

  /// The refusal that tells of all of them.
  ApiException refusal() {
    var causes = new ArrayList<StatusCause>();
    for (var conflict : byOwner.values()) {
      for (var path : conflict.fields.paths()) {
        causes.add(
            StatusCause.builder()
                .reason("FieldManagerConflict")
                .message("conflict with " + conflict.owner)
                .field(path)
                .build());
      }
    }
    return new ApiException(
        Status.builder()
            .status("Failure")
            .code(409)
            .reason("Conflict")
            .message(message(causes))
            .details(StatusDetails.builder().causes(causes).build())
            .build());
  }

  private String message(List<StatusCause> causes) {
    if (causes.size() == 1) {
      var only = causes.getFirst();
      return "Apply failed with 1 conflict: " + only.message() + ": " + only.field();
    }
    var lines = byOwner.values().stream().map(Conflicts::lines).collect(Collectors.joining("\n"));
    return "Apply failed with " + causes.size() + " conflicts: " + lines;
  }

  private static String lines(Conflict conflict) {
    var paths = String.join("\n- ", conflict.fields.paths());
    return "conflicts with " + conflict.owner + ":\n- " + paths;
  }
}
