package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Call;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Texts;
import java.math.BigInteger;
import java.time.Duration;
import java.util.regex.Pattern;

/// What a client says of the version that it wants to read.
sealed interface ResourceVersions {
  /// Bounded, so that nobody lets us reckon for long.
  Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,64}");

  BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

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
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      throw invalid(text, "invalid syntax");
    }
    var number = new BigInteger(text);
    if (number.bitLength() > Long.SIZE) {
      throw invalid(text, "value out of range");
    }
    return number.signum() == 0 ? new Any() : new At(number.min(LARGEST).longValue());
  }

  private static ApiException invalid(String text, String why) {
    var error =
        FieldError.invalid(
            FieldPath.root("resourceVersion"),
            text,
            "strconv.ParseUint: parsing " + Texts.quote(text) + ": " + why);
    return ApiErrors.badRequest("invalid resource version: " + error);
  }

  /// How long a version that has not come yet is waited for.
  static Deadline patience(Environment environment, Call call) {
    return Deadline.after(environment.clock(), Duration.ofSeconds(3)).orEarlier(call.deadline());
  }
}
