package dev.podo.scheduler.state;

import java.util.Map;

/// Looks up the labels of a namespace; an unknown one has none.
@FunctionalInterface
public interface NamespaceLabels {
  Map<String, String> of(String namespace);
}
