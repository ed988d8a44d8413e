package dev.podo.apiserver.request;

import dev.podo.machinery.errors.ApiException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A watch that tells nothing but why it cannot be: who watches learns it as an event, as upstream
/// has it, for some clients (client-go's RetryWatcher) give up on an event only, and ask again for
/// ever when the request is refused.
public record RefusedWatch(ApiException why, Duration life) implements Watch {
  @Override
  public @Nullable Change poll() {
    throw why;
  }

  @Override
  public void requirePlace() {
    throw why;
  }

  @Override
  public void onAvailable(Runnable action) {
    action.run();
  }

  @Override
  public boolean tellsBookmarks() {
    return false;
  }

  @Override
  public @Nullable Change bookmark() {
    return null;
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
