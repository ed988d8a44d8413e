package dev.podo.client;

import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a watch asks for.
///
/// @param namespace `""` for all namespaces
/// @param resourceVersion changes after this one; `""` or `"0"` begin with the state as it is
/// @param sendInitialEvents begin with the state as ADDED events and a bookmark that ends them, of
///   at least `resourceVersion`
/// @param allowBookmarks tell now and then how far the watch is
/// @param timeout the server ends the watch after so long; null leaves it to the server
public record WatchOptions(
    String namespace,
    LabelPredicate labels,
    FieldPredicate fields,
    String resourceVersion,
    boolean sendInitialEvents,
    boolean allowBookmarks,
    @Nullable Duration timeout) {
  private static final WatchOptions EVERYTHING =
      new WatchOptions(
          "", LabelPredicate.everything(), FieldPredicate.everything(), "", false, true, null);

  /// Changes of everything of a kind after `resourceVersion`, with bookmarks.
  public static WatchOptions from(String resourceVersion) {
    return EVERYTHING.withResourceVersion(resourceVersion);
  }

  /// The whole state first, then changes, with bookmarks.
  public static WatchOptions stateAndChanges() {
    return EVERYTHING.withSendInitialEvents(true);
  }

  public WatchOptions withNamespace(String value) {
    return new WatchOptions(
        value, labels, fields, resourceVersion, sendInitialEvents, allowBookmarks, timeout);
  }

  public WatchOptions withLabels(LabelPredicate value) {
    return new WatchOptions(
        namespace, value, fields, resourceVersion, sendInitialEvents, allowBookmarks, timeout);
  }

  public WatchOptions withFields(FieldPredicate value) {
    return new WatchOptions(
        namespace, labels, value, resourceVersion, sendInitialEvents, allowBookmarks, timeout);
  }

  public WatchOptions withResourceVersion(String value) {
    return new WatchOptions(
        namespace, labels, fields, value, sendInitialEvents, allowBookmarks, timeout);
  }

  public WatchOptions withSendInitialEvents(boolean value) {
    return new WatchOptions(
        namespace, labels, fields, resourceVersion, value, allowBookmarks, timeout);
  }

  public WatchOptions withAllowBookmarks(boolean value) {
    return new WatchOptions(
        namespace, labels, fields, resourceVersion, sendInitialEvents, value, timeout);
  }

  public WatchOptions withTimeout(@Nullable Duration value) {
    return new WatchOptions(
        namespace, labels, fields, resourceVersion, sendInitialEvents, allowBookmarks, value);
  }
}
