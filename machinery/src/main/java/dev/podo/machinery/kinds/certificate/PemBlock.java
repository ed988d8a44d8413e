package dev.podo.machinery.kinds.certificate;

import dev.podo.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A block of PEM (RFC 7468): what it says it is, and what it holds.
///
/// @param hasHeaders whether lines such as `Proc-Type: 4,ENCRYPTED` precede the content
record PemBlock(String type, boolean hasHeaders, Bytes content) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /// The well-formed blocks of a text; what stands around them is no concern of anybody's.
  static List<PemBlock> all(Bytes text) {
    var blocks = new ArrayList<PemBlock>();
    var lines = new String(text.toArray(), StandardCharsets.ISO_8859_1).split("\r?\n", -1);
    for (var i = 0; i < lines.length; i++) {
      var line = lines[i].stripTrailing();
      if (!line.startsWith(BEGIN) || !line.endsWith(DASHES) || line.length() < 16) {
        continue;
      }
      var type = line.substring(BEGIN.length(), line.length() - DASHES.length());
      var end = endOf(lines, i + 1, END + type + DASHES);
      if (end > 0 && read(type, List.of(lines).subList(i + 1, end), blocks)) {
        i = end;
      }
    }
    return blocks;
  }

  private static int endOf(String[] lines, int from, String end) {
    for (var i = from; i < lines.length; i++) {
      if (lines[i].stripTrailing().equals(end)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean read(String type, List<String> lines, List<PemBlock> into) {
    var hasHeaders = false;
    var base64 = new StringBuilder();
    for (var line : lines) {
      if (line.indexOf(':') >= 0 && base64.isEmpty()) {
        hasHeaders = true;
      } else {
        base64.append(line.strip());
      }
    }
    try {
      var content = Base64.getDecoder().decode(base64.toString());
      into.add(new PemBlock(type, hasHeaders, Bytes.of(content)));
      return true;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
