package dev.podo.program.logging;

/// Spells an event as one line, without its line end.
interface LineFormat {
  String line(LogLine event);
}
