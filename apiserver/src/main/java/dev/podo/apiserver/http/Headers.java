package dev.podo.apiserver.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/// The headers of a request; names are compared without regard to case.
public final class Headers {
  private final HttpHeaders raw;

  Headers(HttpHeaders raw) {
    this.raw = raw;
  }

  public static Headers of(Map<String, String> values) {
    var raw = new DefaultHttpHeaders();
    values.forEach(raw::add);
    return new Headers(raw);
  }

  /// The first value, "" when the header is not there.
  public String first(String name) {
    var value = raw.get(name);
    return value == null ? "" : value;
  }

  public List<String> all(String name) {
    return raw.getAll(name);
  }

  public boolean has(String name) {
    return raw.contains(name);
  }

  /// All headers in the order in which they came.
  public List<Map.Entry<String, String>> entries() {
    return raw.entries();
  }
}
