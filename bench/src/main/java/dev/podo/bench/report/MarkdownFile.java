package dev.podo.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A document that people write around tables that programs write: what stands between a section's
/// marks is replaced, everything else stays as it is.
public final class MarkdownFile {
  private final Path file;

  public MarkdownFile(Path file) {
    this.file = file;
  }

  /// Replaces a section, or adds it at the end.
  public void put(String name, String text) throws IOException {
    var before = Files.exists(file) ? Files.readString(file) : "";
    Files.writeString(file, replaced(before, name, text));
  }

  static String replaced(String document, String name, String text) {
    var begin = "<!-- bench " + name + " -->";
    var end = "<!-- /bench " + name + " -->";
    var section = begin + "\n" + text.strip() + "\n" + end;
    int from = document.indexOf(begin);
    int to = document.indexOf(end);
    if (from < 0 || to < from) {
      return document.isEmpty()
          ? section + "\n"
          : document.stripTrailing() + "\n\n" + section + "\n";
    }
    return document.substring(0, from) + section + document.substring(to + end.length());
  }
}
