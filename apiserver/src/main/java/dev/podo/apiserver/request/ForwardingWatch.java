package dev.podo.apiserver.request;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A watch that is another one, but for what a subclass does besides.
public abstract class ForwardingWatch implements Watch {
  private final Watch watch;

  protected ForwardingWatch(Watch watch) {
    this.watch = watch;
  }

  @Override
  public @Nullable Change poll() {
    return watch.poll();
  }

  @Override
  public void requirePlace() {
    watch.requirePlace();
  }

  @Override
  public boolean isOver() {
    return watch.isOver();
  }

  @Override
  public void onAvailable(Runnable action) {
    watch.onAvailable(action);
  }

  @Override
  public boolean tellsBookmarks() {
    return watch.tellsBookmarks();
  }

  @Override
  public @Nullable Change bookmark() {
    return watch.bookmark();
  }

  @Override
  public Duration life() {
    return watch.life();
  }

  @Override
  public void close() {
    watch.close();
  }
}
