package dev.podo.apiserver.encoding;

import dev.podo.apiserver.http.Query;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.client.ListOptions;
import dev.podo.client.ResourceVersionMatch;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupKind;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the options of the API from a query, and refuses the combinations that mean nothing, with
/// upstream's field errors.
final class Parameters {
  private static final String MATCH = "resourceVersionMatch";
  private static final String SEND_INITIAL = "sendInitialEvents";
  private static final String TIMEOUT = "timeoutSeconds";
  private static final String FIELD_MANAGER = "fieldManager";
  private static final List<String> FIELD_VALIDATIONS = List.of("", "Ignore", "Strict", "Warn");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9]+");

  private final Query query;

  Parameters(Query query) {
    this.query = query;
  }

  ListOptions list(RequestInfo info) {
    var limit = limit();
    number(TIMEOUT); // A list has none, but what is no number is refused.
    var match = query.first(MATCH);
    var version = query.first("resourceVersion");
    var errors = new ArrayList<FieldError>();
    if (!match.isEmpty()) {
      checkListMatch(match, version, errors);
    }
    if (query.has(SEND_INITIAL)) {
      errors.add(forbidden(SEND_INITIAL, "sendInitialEvents is forbidden for list"));
    }
    refuse("ListOptions", errors);
    return new ListOptions(
        info.namespace(),
        labels(),
        fields(),
        limit,
        query.first("continue"),
        version,
        match(match));
  }

  private void checkListMatch(String match, String version, List<FieldError> errors) {
    if (version.isEmpty()) {
      errors.add(
          forbidden(MATCH, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    }
    if (!query.first("continue").isEmpty()) {
      errors.add(forbidden(MATCH, "resourceVersionMatch is forbidden when continue is provided"));
    }
    if (match(match) == ResourceVersionMatch.UNSET) {
      errors.add(
          FieldError.notSupported(
              FieldPath.root(MATCH), match, List.of("Exact", "NotOlderThan", "")));
    }
    if (match.equals("Exact") && version.equals("0")) {
      errors.add(
          forbidden(
              MATCH, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
    }
  }

  WatchOptions watch(RequestInfo info) {
    limit(); // A watch has none, but what is no number is refused.
    var seconds = number(TIMEOUT);
    var match = query.first(MATCH);
    var errors = new ArrayList<FieldError>();
    if (query.has(SEND_INITIAL) && !match.equals("NotOlderThan")) {
      errors.add(
          forbidden(
              MATCH, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
    }
    if (!match.isEmpty() && !query.has(SEND_INITIAL)) {
      errors.add(
          forbidden(
              MATCH,
              "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
    }
    if (!match.isEmpty() && !match.equals("NotOlderThan")) {
      errors.add(FieldError.notSupported(FieldPath.root(MATCH), match, List.of("NotOlderThan")));
    }
    if (!query.first("continue").isEmpty() && (!match.isEmpty() || beginsWithState())) {
      errors.add(forbidden(MATCH, "resourceVersionMatch is forbidden when continue is provided"));
    }
    refuse("ListOptions", errors);
    return new WatchOptions(
        info.namespace(),
        labels(),
        fields(),
        query.first("resourceVersion"),
        query.flag(SEND_INITIAL),
        query.flag("allowWatchBookmarks"),
        seconds == null || seconds == 0
            ? null
            : Duration.ofSeconds(Math.clamp(seconds, 0L, 24 * 3600L)));
  }

  /// Whether a watch asks for the state first without saying so, as all did once: it then counts as
  /// asked for that state, no older than the version.
  private boolean beginsWithState() {
    var version = query.first("resourceVersion");
    return !query.has(SEND_INITIAL) && (version.isEmpty() || version.equals("0"));
  }

  /// Whether a configuration is applied over the wishes of others.
  boolean force() {
    return query.flag("force");
  }

  /// Of a write by POST or PUT.
  ///
  /// @param kind of the options, as errors name it
  WriteOptions write(String kind) {
    return write(kind, new ArrayList<>());
  }

  /// Of a patch; refuses also what does not go with its kind.
  WriteOptions patch(boolean isApply) {
    var errors = new ArrayList<FieldError>();
    if (isApply && query.first(FIELD_MANAGER).isEmpty()) {
      errors.add(FieldError.required(FieldPath.root(FIELD_MANAGER), "is required for apply patch"));
    }
    if (!isApply && query.has("force")) {
      errors.add(forbidden("force", "may not be specified for non-apply patch"));
    }
    return write("PatchOptions", errors);
  }

  private WriteOptions write(String kind, List<FieldError> errors) {
    var manager = query.first(FIELD_MANAGER);
    checkManager(manager, errors);
    checkDryRun(query.all("dryRun"), errors);
    var validation = query.first("fieldValidation");
    if (!FIELD_VALIDATIONS.contains(validation)) {
      errors.add(
          FieldError.notSupported(
              FieldPath.root("fieldValidation"), validation, FIELD_VALIDATIONS));
    }
    refuse(kind, errors);
    return new WriteOptions(manager, !query.all("dryRun").isEmpty(), validation);
  }

  private static void checkManager(String manager, List<FieldError> errors) {
    var at = FieldPath.root(FIELD_MANAGER);
    if (manager.getBytes(StandardCharsets.UTF_8).length > 128) {
      errors.add(FieldError.tooLong(at, 128));
    }
    for (var i = 0; i < manager.length(); i += Character.charCount(manager.codePointAt(i))) {
      var c = manager.codePointAt(i);
      if (!Texts.isPrintable(c)) {
        var position = manager.substring(0, i).getBytes(StandardCharsets.UTF_8).length;
        errors.add(
            FieldError.invalid(
                at, manager, "invalid character U+%04X (at position %d)".formatted(c, position)));
      }
    }
  }

  /// Of a deletion without a body.
  DeleteOptions delete() {
    var policy = query.first("propagationPolicy");
    return DeleteOptions.builder()
        .gracePeriodSeconds(number("gracePeriodSeconds"))
        .propagationPolicy(policy.isEmpty() ? null : policy)
        .orphanDependents(query.has("orphanDependents") ? query.flag("orphanDependents") : null)
        .dryRun(query.all("dryRun"))
        .build();
  }

  static void checkDryRun(List<String> values, List<FieldError> errors) {
    if (!values.isEmpty() && !values.stream().allMatch("All"::equals)) {
      errors.add(FieldError.notSupported(FieldPath.root("dryRun"), values, List.of("All")));
    }
  }

  private LabelPredicate labels() {
    var text = query.first("labelSelector");
    try {
      return text.isEmpty() ? LabelPredicate.everything() : LabelPredicate.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiErrors.badRequest("unable to parse requirement: " + e.getMessage());
    }
  }

  private FieldPredicate fields() {
    var text = query.first("fieldSelector");
    try {
      return text.isEmpty() ? FieldPredicate.everything() : FieldPredicate.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiErrors.badRequest(
          e.getMessage() == null ? "invalid field selector" : e.getMessage());
    }
  }

  /// Who asks for less than one asks for all.
  private long limit() {
    var limit = number("limit");
    return limit == null ? 0 : Math.max(0, limit);
  }

  private @Nullable Long number(String name) {
    var text = query.first(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw ApiErrors.badRequest(
          "strconv.ParseInt: parsing "
              + Texts.quote(text)
              + (WHOLE_NUMBER.matcher(text).matches()
                  ? ": value out of range"
                  : ": invalid syntax"));
    }
  }

  private static ResourceVersionMatch match(String text) {
    return switch (text) {
      case "Exact" -> ResourceVersionMatch.EXACT;
      case "NotOlderThan" -> ResourceVersionMatch.NOT_OLDER_THAN;
      default -> ResourceVersionMatch.UNSET;
    };
  }

  private static FieldError forbidden(String field, String why) {
    return FieldError.forbidden(FieldPath.root(field), why);
  }

  static void refuse(String kind, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(new GroupKind("meta.k8s.io", kind), "", errors);
    }
  }
}
