package dev.podo.scheduler.filters;

import java.util.List;

/// Why a node cannot take a pod.
///
/// @param filter who says so
/// @param reasons in upstream's words
/// @param helpedByPreemption whether it could be otherwise with fewer pods on the node
public record Rejection(String filter, List<String> reasons, boolean helpedByPreemption) {
  static Rejection fixed(String filter, String reason) {
    return new Rejection(filter, List.of(reason), false);
  }

  static Rejection byPods(String filter, String reason) {
    return new Rejection(filter, List.of(reason), true);
  }
}
