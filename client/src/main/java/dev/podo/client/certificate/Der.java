package dev.podo.client.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Distinguished encoding (X.690) of the few types that a certificate is made of.
///
/// A library for all of it would be nearly half of what an embedded cluster carries, and checking
/// the signatures of its jars a good part of the first start.
public final class Der {
  private static final DateTimeFormatter TWO_DIGIT_YEAR = inUtc("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter FOUR_DIGIT_YEAR = inUtc("yyyyMMddHHmmss'Z'");

  /// From here on a year takes four digits (RFC 5280, 4.1.2.5).
  private static final Instant FOUR_DIGITS_FROM = Instant.parse("2050-01-01T00:00:00Z");

  private Der() {}

  private static DateTimeFormatter inUtc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }

  public static byte[] sequence(byte[]... parts) {
    return tagged(0x30, concat(parts));
  }

  public static byte[] set(byte[] only) {
    return tagged(0x31, only);
  }

  public static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  public static byte[] truth() {
    return tagged(0x01, new byte[] {(byte) 0xff});
  }

  public static byte[] octets(byte[] value) {
    return tagged(0x04, value);
  }

  /// @param unused how many of the last bits do not count
  public static byte[] bits(int unused, byte[] value) {
    return tagged(0x03, concat(new byte[] {(byte) unused}, value));
  }

  public static byte[] text(String value) {
    return tagged(0x0c, value.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] time(Instant value) {
    return value.isBefore(FOUR_DIGITS_FROM)
        ? tagged(0x17, ascii(TWO_DIGIT_YEAR.format(value)))
        : tagged(0x18, ascii(FOUR_DIGIT_YEAR.format(value)));
  }

  public static byte[] ascii(String value) {
    return value.getBytes(StandardCharsets.US_ASCII);
  }

  /// @param dotted as in `2.5.29.19`
  public static byte[] oid(String dotted) {
    var parts = dotted.split("\\.");
    var out = new ByteArrayOutputStream();
    out.write(Integer.parseInt(parts[0]) * 40 + Integer.parseInt(parts[1]));
    for (int i = 2; i < parts.length; i++) {
      writeBase128(out, Integer.parseInt(parts[i]));
    }
    return tagged(0x06, out.toByteArray());
  }

  private static void writeBase128(ByteArrayOutputStream out, int value) {
    for (int shift = 28; shift > 0; shift -= 7) {
      if (value >>> shift != 0) {
        out.write(((value >>> shift) & 0x7f) | 0x80);
      }
    }
    out.write(value & 0x7f);
  }

  /// A part that carries its number, and its own tag within.
  public static byte[] explicit(int number, byte[] part) {
    return tagged(0xa0 | number, part);
  }

  /// A part that carries its number in place of its own tag.
  public static byte[] implicit(int number, byte[] content) {
    return tagged(0x80 | number, content);
  }

  static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    var length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >>> 8);
      out.write(length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
