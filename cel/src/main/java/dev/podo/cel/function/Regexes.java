package dev.podo.cel.function;

import dev.podo.cel.value.PlainList;
import java.util.ArrayList;

/// Finding what a pattern matches.
final class Regexes {
  private Regexes() {}

  static void declare(Library library) {
    library.member("matches_string", "matches", "(string, string) bool", Regexes::matches);
    library.global("matches", "matches", "(string, string) bool", Regexes::matches);
    library.member(
        "string_find_string",
        "find",
        "(string, string) string",
        args -> {
          var matcher = Patterns.compile((String) args[1]).matcher((String) args[0]);
          return matcher.find() ? matcher.group() : "";
        });
    library.member(
        "string_find_all_string",
        "findAll",
        "(string, string) list(string)",
        args -> findAll(args, -1));
    library.member(
        "string_find_all_string_int",
        "findAll",
        "(string, string, int) list(string)",
        args -> findAll(args, (Long) args[2]));
  }

  private static Object matches(Object[] args) {
    return Patterns.compile((String) args[1]).matcher((String) args[0]).find();
  }

  /// @param limit how many, all if negative
  private static PlainList findAll(Object[] args, long limit) {
    var found = new ArrayList<String>();
    var matcher = Patterns.compile((String) args[1]).matcher((String) args[0]);
    while ((limit < 0 || found.size() < limit) && matcher.find()) {
      found.add(matcher.group());
    }
    return new PlainList(found);
  }
}
