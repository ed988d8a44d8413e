package dev.podo.program.config;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One thing that can be configured.
///
/// @param key its name in the configuration file, `a.b` for `b` under `a`
/// @param meaning one line for people
/// @param defaultValue from the circumstances of the start
/// @param problem says what is wrong with a value, or null when nothing is
record Setting(
    String key,
    String meaning,
    Function<Circumstances, String> defaultValue,
    Function<String, @Nullable String> problem) {

  /// The environment variable that sets it: `api.port` is `PODO_API_PORT`.
  String variable() {
    return "PODO_"
        + key.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
