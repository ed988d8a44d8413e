package dev.podo.store;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Values for tests: a text, and the revision that the store stamped on it.
public final class TextCodec implements Codec<TextCodec.Text> {
  /// A stamped text.
  public record Text(String text, long revision) {
    public static Text of(String text) {
      return new Text(text, 0);
    }
  }

  @Override
  public byte[] encode(Text value) {
    return value.text().getBytes(UTF_8);
  }

  @Override
  public Text decode(Key key, byte[] bytes, long revision) {
    return new Text(new String(bytes, UTF_8), revision);
  }

  @Override
  public Text stamp(Text value, long revision) {
    return new Text(value.text(), revision);
  }
}
