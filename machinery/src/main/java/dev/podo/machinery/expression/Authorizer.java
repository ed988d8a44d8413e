package dev.podo.machinery.expression;

import java.util.SortedMap;

/// Answers the access checks of an expression for the user of the request.
@FunctionalInterface
public interface Authorizer {
  Decision check(Check check);

  /// What is asked.
  ///
  /// @param serviceAccount `namespace/name` of the account to ask for instead of the request's
  ///   user; empty for none
  /// @param path the path of a request for no resource; empty when a resource is asked for
  /// @param attributes group, resource, subresource, namespace, name, fieldSelector, labelSelector:
  ///   those that were stated
  record Check(
      String serviceAccount, String path, String verb, SortedMap<String, String> attributes) {}

  /// An authorizer with the attributes of the resource that it is asked about.
  record OfResource(Authorizer authorizer, SortedMap<String, String> attributes) {}

  /// The answer.
  ///
  /// @param error why there was no answer; empty if there was one
  record Decision(boolean allowed, String reason, String error) {}
}
