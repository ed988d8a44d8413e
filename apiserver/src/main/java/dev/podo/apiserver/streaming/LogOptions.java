package dev.podo.apiserver.streaming;

import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupKind;
import dev.podo.machinery.kinds.metadata.Findings;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which part of a log is asked for, where that is not only taken over.
///
/// @param tailLines null for all
/// @param limitBytes null for no limit
/// @param sinceSeconds null for all
/// @param sinceTime "" for all
/// @param stream "" for all
record LogOptions(
    @Nullable Long tailLines,
    @Nullable Long limitBytes,
    @Nullable Long sinceSeconds,
    String sinceTime,
    String stream) {
  private static final String ALL = "All";
  private static final List<String> STREAMS = List.of(ALL, "Stderr", "Stdout");
  private static final FieldPath WHOLE = FieldPath.root("");

  static LogOptions of(Flags parameters) {
    return new LogOptions(
        parameters.number("tailLines"),
        parameters.number("limitBytes"),
        parameters.number("sinceSeconds"),
        parameters.text("sinceTime"),
        parameters.text("stream"));
  }

  /// Refuses what no log can answer.
  ///
  /// @param pod whose log is asked for
  void check(String pod) {
    var findings = new Findings();
    findings.nonNegativeIfThere(FieldPath.root("tailLines"), tailLines);
    findings.positiveIfThere(FieldPath.root("limitBytes"), limitBytes);
    if (sinceSeconds != null && !sinceTime.isEmpty()) {
      findings.forbidden(WHOLE, "at most one of `sinceTime` or `sinceSeconds` may be specified");
    } else {
      findings.positiveIfThere(FieldPath.root("sinceSeconds"), sinceSeconds);
    }
    if (!stream.isEmpty()) {
      findings.oneOf(FieldPath.root("stream"), stream, STREAMS);
      if (!stream.equals(ALL) && tailLines != null) {
        findings.forbidden(
            WHOLE, "`tailLines` and specific `stream` are mutually exclusive for now");
      }
    }
    if (!findings.isEmpty()) {
      throw ApiErrors.invalid(new GroupKind("", "PodLogOptions"), pod, findings.errors());
    }
  }

  /// @return null for all
  @Nullable Instant since(Instant now) {
    if (sinceSeconds != null) {
      return now.minusSeconds(Math.min(sinceSeconds, now.getEpochSecond()));
    }
    try {
      return sinceTime.isEmpty() ? null : Instant.parse(sinceTime);
    } catch (DateTimeParseException e) {
      throw ApiErrors.badRequest("sinceTime is not a time: " + sinceTime);
    }
  }

  String streamOrAll() {
    return stream.isEmpty() ? ALL : stream;
  }
}
