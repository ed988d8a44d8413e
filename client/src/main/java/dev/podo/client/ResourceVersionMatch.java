package dev.podo.client;

/// How a list's `resourceVersion` is meant.
public enum ResourceVersionMatch {
  UNSET(""),
  EXACT("Exact"),
  NOT_OLDER_THAN("NotOlderThan");

  private final String parameter;

  ResourceVersionMatch(String parameter) {
    this.parameter = parameter;
  }

  /// As in the query parameter `resourceVersionMatch`; "" when unset.
  public String parameter() {
    return parameter;
  }
}
