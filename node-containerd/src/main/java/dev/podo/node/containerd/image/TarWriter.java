package dev.podo.node.containerd.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the tar format (POSIX ustar) as far as images need it: files, directories and links,
/// owned by root, all of one time, so that the same content gives the same bytes.
final class TarWriter implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int NAME_MAX = 100;
  private static final int PREFIX_MAX = 155;

  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  void directory(String name) throws IOException {
    header(name.endsWith("/") ? name : name + "/", 0, 0755, '5', "");
  }

  void file(String name, int mode, byte[] content) throws IOException {
    header(name, content.length, mode, '0', "");
    out.write(content);
    pad(content.length);
  }

  void link(String name, String target) throws IOException {
    header(name, 0, 0777, '2', target);
  }

  private void header(String name, long size, int mode, char type, String target)
      throws IOException {
    var block = new byte[BLOCK];
    var nameBytes = name.getBytes(StandardCharsets.UTF_8);
    var cut = nameBytes.length <= NAME_MAX ? 0 : splitAt(nameBytes);
    put(block, 0, nameBytes, cut == 0 ? 0 : cut + 1, nameBytes.length);
    octal(block, 100, 7, mode);
    octal(block, 108, 7, 0);
    octal(block, 116, 7, 0);
    octal(block, 124, 11, size);
    octal(block, 136, 11, 0);
    block[156] = (byte) type;
    var targetBytes = target.getBytes(StandardCharsets.UTF_8);
    if (targetBytes.length > NAME_MAX) {
      throw new IOException("the link target is too long for an image: " + target);
    }
    put(block, 157, targetBytes, 0, targetBytes.length);
    put(block, 257, "ustar\u000000".getBytes(StandardCharsets.US_ASCII), 0, 8);
    put(block, 345, nameBytes, 0, cut);
    checksum(block);
    out.write(block);
  }

  private static int splitAt(byte[] name) throws IOException {
    for (int i = Math.min(PREFIX_MAX, name.length - 2); i > 0; i--) {
      if (name[i] == '/' && name.length - i - 1 <= NAME_MAX) {
        return i;
      }
    }
    throw new IOException(
        "the name is too long for an image: " + new String(name, StandardCharsets.UTF_8));
  }

  private static void put(byte[] block, int at, byte[] bytes, int from, int to) {
    System.arraycopy(bytes, from, block, at, to - from);
  }

  private static void octal(byte[] block, int at, int digits, long value) {
    var text = Long.toOctalString(value);
    var padded = "0".repeat(digits - text.length()) + text;
    put(block, at, padded.getBytes(StandardCharsets.US_ASCII), 0, digits);
  }

  private static void checksum(byte[] block) {
    java.util.Arrays.fill(block, 148, 156, (byte) ' ');
    var sum = 0;
    for (var b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 6, sum);
    block[154] = 0;
  }

  private void pad(long size) throws IOException {
    var over = (int) (size % BLOCK);
    if (over > 0) {
      out.write(new byte[BLOCK - over]);
    }
  }

  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }
}
