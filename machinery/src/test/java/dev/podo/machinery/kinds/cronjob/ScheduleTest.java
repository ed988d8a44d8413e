package dev.podo.machinery.kinds.cronjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static String next(String schedule, String after) {
    return next(schedule, after, UTC);
  }

  private static String next(String schedule, String after, ZoneId zone) {
    return String.valueOf(Schedule.parse(schedule).next(Instant.parse(after), zone));
  }

  @Test
  void comesAtTheNextTimeThatFits() {
    assertThat(next("*/15 * * * *", "2026-11-01T12:00:00Z")).isEqualTo("2026-11-01T12:15:00Z");
    assertThat(next("*/15 * * * *", "2026-11-01T12:59:59Z")).isEqualTo("2026-11-01T13:00:00Z");
    assertThat(next("5/20 * * * *", "2026-11-01T12:06:00Z")).isEqualTo("2026-11-01T12:25:00Z");
    assertThat(next("30 4 * * *", "2026-11-01T12:00:00Z")).isEqualTo("2026-11-02T04:30:00Z");
    assertThat(next("0 0 1 jan ?", "2026-11-01T12:00:00Z")).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(next("0 9-17/4 * * MON-Fri", "2026-11-01T12:00:00Z"))
        .isEqualTo("2026-11-02T09:00:00Z");
    assertThat(next("0 0 29 2 *", "2026-11-01T12:00:00Z")).isEqualTo("2028-02-29T00:00:00Z");
    assertThat(next("0 0 31 2 *", "2026-11-01T12:00:00Z")).isEqualTo("null");
  }

  @Test
  void eitherDayWillDoIfBothAreRestricted() {
    assertThat(next("0 0 13 * 5", "2026-11-01T12:00:00Z")).isEqualTo("2026-11-06T00:00:00Z");
    assertThat(next("0 0 13 * 5", "2026-11-07T12:00:00Z")).isEqualTo("2026-11-13T00:00:00Z");
    assertThat(next("0 0 */2 * 0", "2026-11-01T12:00:00Z")).isEqualTo("2026-11-03T00:00:00Z");
    assertThat(next("0 0 * * 0", "2026-11-01T12:00:00Z")).isEqualTo("2026-11-08T00:00:00Z");
  }

  @Test
  void knowsDescriptors() {
    assertThat(next("@hourly", "2026-11-01T12:30:00Z")).isEqualTo("2026-11-01T13:00:00Z");
    assertThat(next("@daily", "2026-11-01T12:30:00Z")).isEqualTo("2026-11-02T00:00:00Z");
    assertThat(next("@midnight", "2026-11-01T12:30:00Z")).isEqualTo("2026-11-02T00:00:00Z");
    assertThat(next("@weekly", "2026-11-01T12:30:00Z")).isEqualTo("2026-11-08T00:00:00Z");
    assertThat(next("@monthly", "2026-11-01T12:30:00Z")).isEqualTo("2026-12-01T00:00:00Z");
    assertThat(next("@yearly", "2026-11-01T12:30:00Z")).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(next("@every 1h30m", "2026-11-01T12:30:00.5Z")).isEqualTo("2026-11-01T14:00:00Z");
    assertThat(next("@every 10ms", "2026-11-01T12:30:00Z")).isEqualTo("2026-11-01T12:30:01Z");
  }

  @Test
  void meansTheClockOfItsZone() {
    var seoul = ZoneId.of("Asia/Seoul");
    assertThat(next("0 9 * * *", "2026-11-01T12:00:00Z", seoul)).isEqualTo("2026-11-02T00:00:00Z");
    assertThat(next("CRON_TZ=Asia/Seoul 0 9 * * *", "2026-11-01T12:00:00Z"))
        .isEqualTo("2026-11-02T00:00:00Z");
  }

  @Test
  void anHourLeftOutDoesNotComeAndOneRepeatedComesTwice() {
    var york = ZoneId.of("America/New_York");
    assertThat(next("30 2 * * *", "2026-03-08T05:00:00Z", york)).isEqualTo("2026-03-09T06:30:00Z");
    assertThat(next("30 1 * * *", "2026-11-01T05:00:00Z", york)).isEqualTo("2026-11-01T05:30:00Z");
    assertThat(next("30 1 * * *", "2026-11-01T05:30:00Z", york)).isEqualTo("2026-11-01T06:30:00Z");
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    var problems =
        Map.ofEntries(
            Map.entry("", "empty spec string"),
            Map.entry("* * *", "expected exactly 5 fields, found 3: [* * *]"),
            Map.entry("60 * * * *", "end of range (60) above maximum (59): 60"),
            Map.entry("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
            Map.entry("* * * * 7", "end of range (7) above maximum (6): 7"),
            Map.entry("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"),
            Map.entry("*/0 * * * *", "step of range should be a positive number: */0"),
            Map.entry("1-2-3 * * * *", "too many hyphens: 1-2-3"),
            Map.entry("1/2/3 * * * *", "too many slashes: 1/2/3"),
            Map.entry(
                "x * * * *",
                "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax"),
            Map.entry("@often", "unrecognized descriptor: @often"),
            Map.entry(
                "@every day",
                "failed to parse duration @every day: time: invalid duration \"day\""),
            Map.entry("TZ=Mars 0 0 * * *", "provided bad location Mars: unknown time zone Mars"));
    problems.forEach((schedule, problem) ->
        assertThatThrownBy(() -> Schedule.parse(schedule))
            .as(schedule)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(problem));
  }
}
