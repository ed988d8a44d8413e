package dev.podo.machinery.expression;

import dev.podo.machinery.expression.Evaluation.Outcome;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Upstream's words for what comes of the rules of a custom resource.
public final class RuleTexts {
  private RuleTexts() {}

  /// Why a rule could not be evaluated.
  ///
  /// @param evaluation one without a value
  /// @param rule the rule's message or else its text
  public static String failure(Evaluation evaluation, String rule) {
    var error = String.valueOf(evaluation.error());
    if (evaluation.outcome() == Outcome.TOO_EXPENSIVE) {
      return "'"
          + error
          + "': no further validation rules will be run due to call cost exceeds limit for rule: "
          + rule;
    }
    if (error.startsWith("no such overload")) {
      return "'"
          + error
          + "': call arguments did not match a supported operator, function or macro signature for"
          + " rule: "
          + rule;
    }
    return error + " evaluating rule: " + rule;
  }

  /// What a messageExpression says.
  ///
  /// @param text the message; null if there is none, and then
  /// @param problem says why, for the log: the rule's own message takes its place
  public record Message(@Nullable String text, @Nullable String problem) {}

  /// The message that a messageExpression has come to.
  public static Message message(Evaluation evaluation) {
    if (evaluation.outcome() != Outcome.VALUE) {
      return problem("messageExpression evaluation failed due to: " + evaluation.error());
    }
    if (!(evaluation.value() instanceof String value)) {
      return problem("messageExpression failed to convert to string");
    }
    var text = value.strip();
    if (text.getBytes(StandardCharsets.UTF_8).length > ExpressionCosts.MESSAGE_MAX_BYTES) {
      return problem(
          "messageExpression beyond allowable length of " + ExpressionCosts.MESSAGE_MAX_BYTES);
    }
    if (text.contains("\n")) {
      return problem("messageExpression should not contain line breaks");
    }
    return text.isEmpty()
        ? problem("messageExpression should evaluate to a non-empty string")
        : new Message(text, null);
  }

  private static Message problem(String problem) {
    return new Message(null, problem);
  }
}
