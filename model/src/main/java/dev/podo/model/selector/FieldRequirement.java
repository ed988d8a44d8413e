package dev.podo.model.selector;

/// One condition on a field of an object: it has, or has not, this value.
public record FieldRequirement(String field, Operator operator, String value) {

  /// The operators; upstream keeps no difference between `=` and `==`.
  public enum Operator {
    EQUALS("="),
    NOT_EQUALS("!=");

    private final String text;

    Operator(String text) {
      this.text = text;
    }
  }

  /// Whether an object whose field has this value (empty if absent) meets the requirement.
  public boolean matches(String actual) {
    return actual.equals(value) == (operator == Operator.EQUALS);
  }

  @Override
  public String toString() {
    return field + operator.text + escape(value);
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
  }
}
