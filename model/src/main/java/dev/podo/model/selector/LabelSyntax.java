package dev.podo.model.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What label keys and label values may look like, and upstream's messages where they do not.
public final class LabelSyntax {
  private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = DNS_LABEL + "(\\." + DNS_LABEL + ")*";
  private static final Pattern NAME_PATTERN = Pattern.compile(NAME);
  private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN);
  private static final String NAME_MESSAGE =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '"
          + NAME
          + "')";
  private static final String VALUE_MESSAGE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is '("
          + NAME
          + ")?')";
  private static final String SUBDOMAIN_MESSAGE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '"
          + SUBDOMAIN
          + "')";
  private static final int NAME_MAX = 63;
  private static final int SUBDOMAIN_MAX = 253;

  private LabelSyntax() {}

  /// What is wrong with a key of labels or annotations (a qualified name); empty if nothing.
  public static List<String> keyErrors(String key) {
    var errors = new ArrayList<String>();
    var slash = key.indexOf('/');
    if (slash != key.lastIndexOf('/')) {
      errors.add(
          "a qualified name "
              + NAME_MESSAGE
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
      return errors;
    }
    if (slash >= 0) {
      addPrefixErrors(key.substring(0, slash), errors);
    }
    var name = key.substring(slash + 1);
    if (name.isEmpty()) {
      errors.add("name part must be non-empty");
    } else if (name.length() > NAME_MAX) {
      errors.add("name part must be no more than 63 bytes");
    }
    if (!NAME_PATTERN.matcher(name).matches()) {
      errors.add("name part " + NAME_MESSAGE);
    }
    return errors;
  }

  private static void addPrefixErrors(String prefix, List<String> errors) {
    if (prefix.isEmpty()) {
      errors.add("prefix part must be non-empty");
      return;
    }
    if (prefix.length() > SUBDOMAIN_MAX) {
      errors.add("prefix part must be no more than 253 bytes");
    }
    if (!SUBDOMAIN_PATTERN.matcher(prefix).matches()) {
      errors.add("prefix part " + SUBDOMAIN_MESSAGE);
    }
  }

  /// What is wrong with the value of a label; empty if nothing.
  public static List<String> valueErrors(String value) {
    var errors = new ArrayList<String>();
    if (value.length() > NAME_MAX) {
      errors.add("must be no more than 63 bytes");
    }
    if (!value.isEmpty() && !NAME_PATTERN.matcher(value).matches()) {
      errors.add(VALUE_MESSAGE);
    }
    return errors;
  }
}
