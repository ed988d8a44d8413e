package dev.podo.apiserver.encoding;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.meta.v1.DeleteOptions;
import java.util.ArrayList;
import java.util.List;

/// How something is to be deleted, as a client may say it: in the query, in the body, or within an
/// Eviction.
public final class DeletionOptions {
  private static final List<String> PROPAGATION_POLICIES =
      List.of("Foreground", "Background", "Orphan");

  private DeletionOptions() {}

  /// Refuses what means nothing. A deletion in spite of an unreadable object is behind a feature
  /// gate of upstream's (`AllowUnsafeMalformedObjectDeletion`), without which the wish is passed
  /// over.
  public static DeleteOptions checked(DeleteOptions options) {
    var errors = new ArrayList<FieldError>();
    var at = FieldPath.root("propagationPolicy");
    var policy = options.propagationPolicy();
    if (policy != null && options.orphanDependents() != null) {
      errors.add(
          FieldError.invalid(
              at, policy, "orphanDependents and deletionPropagation cannot be both set"));
    }
    if (policy != null && !PROPAGATION_POLICIES.contains(policy)) {
      errors.add(
          FieldError.notSupported(
              at, policy, List.of("Foreground", "Background", "Orphan", "nil")));
    }
    Parameters.checkDryRun(options.dryRun(), errors);
    Parameters.refuse("DeleteOptions", errors);
    return options.ignoreStoreReadErrorWithClusterBreakingPotential() == null
        ? options
        : options.with(b -> b.ignoreStoreReadErrorWithClusterBreakingPotential(null));
  }
}
