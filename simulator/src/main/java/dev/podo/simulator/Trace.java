package dev.podo.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/// What happened, line by line: each committed write with its virtual time. Two runs are the same
/// if their hashes are.
public final class Trace {
  private static final int KEPT = 400;

  private final MessageDigest digest = sha256();
  private final Deque<String> last = new ArrayDeque<>();
  private Consumer<String> sink = line -> {};
  private long lines;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void add(String line) {
    sink.accept(line);
    lines++;
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(line);
  }

  /// Shows each further line to somebody.
  public void showTo(Consumer<String> to) {
    sink = to;
  }

  /// Over all lines so far, in hexadecimal.
  public String hash() {
    try {
      var copy = (MessageDigest) digest.clone();
      return HexFormat.of().formatHex(copy.digest(), 0, 12);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  public long lines() {
    return lines;
  }

  /// The last lines, oldest first.
  public List<String> tail(int count) {
    return last.stream().skip(Math.max(0, last.size() - count)).toList();
  }
}
