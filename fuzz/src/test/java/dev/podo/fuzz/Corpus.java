package dev.podo.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The inputs of one target that are kept in the tree: a file with a line for each, in which
/// everything but printable ASCII is escaped, so that it reads and merges like a source.
final class Corpus {
  private static final Path FOLDER = Path.of("src/test/corpus");

  private Corpus() {}

  static Path file(String target) {
    return FOLDER.resolve(target + ".txt");
  }

  static List<byte[]> read(String target) throws IOException {
    var inputs = new ArrayList<byte[]>();
    if (Files.exists(file(target))) {
      for (var line : Files.readAllLines(file(target), StandardCharsets.US_ASCII)) {
        inputs.add(unescape(line));
      }
    }
    return inputs;
  }

  static void write(String target, List<byte[]> inputs) throws IOException {
    var lines = new TreeSet<String>();
    inputs.forEach(input -> lines.add(escape(input)));
    Files.createDirectories(FOLDER);
    Files.write(file(target), lines, StandardCharsets.US_ASCII);
  }

  static String escape(byte[] input) {
    var line = new StringBuilder();
    for (var octet : input) {
      var c = (char) (octet & 0xff);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case 0 -> line.append("\\0");
        default -> {
          if (c >= ' ' && c < 0x7f) {
            line.append(c);
          } else {
            line.append("\\x").append(Character.forDigit(c >> 4, 16));
            line.append(Character.forDigit(c & 15, 16));
          }
        }
      }
    }
    return line.toString();
  }

  static byte[] unescape(String line) {
    var input = new ByteArrayOutputStream();
    for (var i = 0; i < line.length(); i++) {
      var c = line.charAt(i);
      if (c != '\\') {
        input.write(c);
        continue;
      }
      switch (line.charAt(++i)) {
        case 'n' -> input.write('\n');
        case 'r' -> input.write('\r');
        case '0' -> input.write(0);
        case 'x' -> {
          input.write(Integer.parseInt(line, i + 1, i + 3, 16));
          i += 2;
        }
        default -> input.write(line.charAt(i));
      }
    }
    return input.toByteArray();
  }
}
