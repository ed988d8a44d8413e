package dev.podo.apiserver.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// What is worth telling about a request while it is worked on: warnings for the client. Bounded,
/// so that no request makes a response of any size.
public final class Notes {
  private static final int MAX_WARNINGS = 64;
  private static final int MAX_LENGTH = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<String> warnings = new ArrayList<>();

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
}
