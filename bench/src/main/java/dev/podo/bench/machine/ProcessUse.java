package dev.podo.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What a process uses, as the kernel counts it.
///
/// @param residentBytes memory that is mapped in (RSS)
/// @param cpu time spent on processors since it started
public record ProcessUse(long residentBytes, Duration cpu) {
  /// Of the kernel's interface, whatever its own timer.
  private static final long TICKS_PER_SECOND = 100;

  // Fields of /proc/PID/stat behind the command's name, from 0.
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  public static ProcessUse of(long pid) throws IOException {
    var proc = Path.of("/proc", Long.toString(pid));
    var stat = Files.readString(proc.resolve("stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    var resident = Machine.procValue(proc.resolve("status"), "VmRSS").replaceAll("\\D", "");
    return new ProcessUse(
        Long.parseLong(resident) * 1024, Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND));
  }
}
