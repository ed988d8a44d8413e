package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Call;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.machinery.errors.ApiErrors;
import java.time.Duration;

/// What a client says of the version that it wants to read.
sealed interface ResourceVersions {
  /// The most recent.
  record Unset() implements ResourceVersions {}

  /// Whatever is at hand ("0").
  record Any() implements ResourceVersions {}

  /// A certain one.
  record At(long revision) implements ResourceVersions {}

  static ResourceVersions parse(String text) {
    if (text.isEmpty()) {
      return new Unset();
    }
    if (text.equals("0")) {
      return new Any();
    }
    try {
      var revision = Long.parseLong(text);
      if (revision > 0) {
        return new At(revision);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw ApiErrors.badRequest("invalid resource version: \"" + text + "\"");
  }

  /// How long a version that has not come yet is waited for.
  static Deadline patience(Environment environment, Call call) {
    return Deadline.after(environment.clock(), Duration.ofSeconds(3)).orEarlier(call.deadline());
  }
}
