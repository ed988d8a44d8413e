package dev.podo.apiserver.openapi;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Describes a part of the API that is served: what other servers behind this one say of
/// themselves. It is asked on every request and must be cheap; what it returns is immutable.
public interface OpenApiSource {
  /// The documents of OpenAPI v3 by name, such as `apis/metrics.k8s.io/v1beta1`. A name that this
  /// server describes itself too is described by the source.
  SortedMap<String, Description> documents();

  /// The documents of OpenAPI v2, which are merged into one: what this server describes itself goes
  /// before them.
  Collection<Description> swaggers();

  /// A document that may be somewhere else.
  interface Description {
    /// Changes whenever the content does. It stands in the URL under which clients keep a document
    /// for ever, so it consists of letters, digits, `-` and `_`.
    String hash();

    /// The document as a tree of JSON.
    ///
    /// @throws dev.podo.machinery.errors.ApiException when who has it does not answer
    Map<String, @Nullable Object> tree() throws InterruptedException;
  }
}
