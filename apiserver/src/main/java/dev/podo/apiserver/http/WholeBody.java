package dev.podo.apiserver.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A body that is in memory.
final class WholeBody implements RequestBody {
  private final byte[] bytes;
  private boolean taken;

  WholeBody(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public byte @Nullable [] read() {
    if (taken || bytes.length == 0) {
      return null;
    }
    taken = true;
    return bytes;
  }

  @Override
  public List<Header> trailers() {
    return List.of();
  }

  @Override
  public boolean isWhole() {
    return true;
  }
}
