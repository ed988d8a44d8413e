package dev.podo.apiserver.request;

import dev.podo.apiserver.http.Header;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What comes up about a request while it is worked on: warnings and headers for the client, and
/// what is to be done when it has been answered. Bounded, so that no request makes a response of
/// any size.
public final class Notes implements AutoCloseable {
  private static final int MAX_WARNINGS = 64;
  private static final int MAX_LENGTH = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<String> warnings = new ArrayList<>();
  private final List<Header> headers = new ArrayList<>(2);
  private @Nullable Runnable atEnd;

  public void warn(String text) {
    lock.lock();
    try {
      var cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
      if (warnings.size() < MAX_WARNINGS && !warnings.contains(cut)) {
        warnings.add(cut);
      }
    } finally {
      lock.unlock();
    }
  }

  public void warn(List<String> texts) {
    texts.forEach(this::warn);
  }

  public List<String> warnings() {
    lock.lock();
    try {
      return Collections.unmodifiableList(new ArrayList<>(warnings));
    } finally {
      lock.unlock();
    }
  }

  /// A header of the reply, whatever the reply is.
  public void header(String name, String value) {
    lock.lock();
    try {
      headers.add(new Header(name, value));
    } finally {
      lock.unlock();
    }
  }

  public List<Header> headers() {
    lock.lock();
    try {
      return List.copyOf(headers);
    } finally {
      lock.unlock();
    }
  }

  /// Done when the answer is written, or was given up: the one thing that a request holds.
  ///
  /// @throws IllegalStateException when it holds something already
  public void atEnd(Runnable action) {
    lock.lock();
    try {
      if (atEnd != null) {
        throw new IllegalStateException("a request holds two things");
      }
      atEnd = action;
    } finally {
      lock.unlock();
    }
  }

  /// The request has been answered.
  @Override
  public void close() {
    Runnable action;
    lock.lock();
    try {
      action = atEnd;
      atEnd = null;
    } finally {
      lock.unlock();
    }
    if (action != null) {
      action.run();
    }
  }
}
