package dev.podo.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param resourceVersion the version at which all pages of this list were read
/// @param continueToken for the next page; "" at the last one
/// @param remaining how many items follow, where the server knows
public record Page<T>(
    List<T> items, String resourceVersion, String continueToken, @Nullable Long remaining) {
  public Page {
    items = List.copyOf(items);
  }

  public boolean isLast() {
    return continueToken.isEmpty();
  }
}
