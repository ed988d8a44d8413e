package dev.podo.bench.load;

/// What the load client does to ConfigMaps.
public enum Operation {
  CREATE("POST", "application/json"),
  GET("GET", ""),
  UPDATE("PUT", "application/json"),
  PATCH("PATCH", "application/merge-patch+json"),
  APPLY("PATCH", "application/apply-patch+yaml"),
  DELETE("DELETE", "");

  private final String method;
  private final String contentType;

  Operation(String method, String contentType) {
    this.method = method;
    this.contentType = contentType;
  }

  String method() {
    return method;
  }

  /// Of the body; "" if there is none.
  String contentType() {
    return contentType;
  }

  /// Whether it needs an object that is there.
  boolean needsObject() {
    return this != CREATE;
  }
}
