package dev.podo.machinery.kinds.cronjob;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// The time zones that Jobs may be made by: those of the IANA database.
public final class TimeZones {
  private TimeZones() {}

  /// The zone of this name; null if there is none. Offsets such as `+01:00` are no names.
  public static @Nullable ZoneId find(String name) {
    return ZoneId.getAvailableZoneIds().contains(name) ? ZoneId.of(name) : null;
  }
}
