package dev.podo.cel.function;

import dev.podo.cel.type.CelType;
import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.Opaque;
import dev.podo.cel.value.OptionalValue;
import dev.podo.cel.value.PlainList;
import dev.podo.cel.value.Times;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Forms of texts by name: `format.dns1123Label().validate(self.name)`.
final class Formats {
  static final String TYPE = "kubernetes.NamedFormat";

  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
  private static final Map<String, Format> ALL = new LinkedHashMap<>();

  static {
    add("dns1123Label", 30, Names::dns1123Label);
    add("dns1123Subdomain", 60, Names::dns1123Subdomain);
    add("dns1035Label", 30, Names::dns1035Label);
    add("qualifiedName", 60, Names::qualifiedName);
    add("dns1123LabelPrefix", 30, text -> Names.dns1123Label(Names.maskTrailingDash(text)));
    add("dns1123SubdomainPrefix", 60, text -> Names.dns1123Subdomain(Names.maskTrailingDash(text)));
    add("dns1035LabelPrefix", 30, text -> Names.dns1035Label(Names.maskTrailingDash(text)));
    add("labelValue", 40, Names::labelValue);
    add(
        "uri",
        1104,
        text -> Url.parse(text) == null ? List.of("invalid URI for request") : List.of());
    add("uuid", 72, test(text -> UUID.matcher(text).matches(), "does not match the UUID format"));
    add("byte", 84, test(Formats::isBase64, "invalid base64"));
    add("date", 72, test(text -> Times.date(text) != null, "invalid date"));
    add("datetime", 72, test(text -> Times.timestamp(text) != null, "invalid datetime"));
  }

  private Formats() {}

  /// A form of texts.
  ///
  /// @param patternSize how long the pattern of it counts when a call is priced
  record Format(String name, int patternSize, Function<String, List<String>> problems)
      implements Opaque, Sized {
    @Override
    public CelType celType() {
      return CelType.opaque(TYPE);
    }

    @Override
    public long size() {
      return patternSize;
    }
  }

  private static void add(String name, int size, Function<String, List<String>> problems) {
    ALL.put(name, new Format(name, size, problems));
  }

  private static Function<String, List<String>> test(Predicate<String> fits, String problem) {
    return text -> fits.test(text) ? List.of() : List.of(problem);
  }

  private static boolean isBase64(String text) {
    try {
      Bytes.base64(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static void declare(Library library) {
    library.global(
        "format_named",
        "format.named",
        "(string) optional(kubernetes.NamedFormat)",
        args -> OptionalValue.of(ALL.get((String) args[0])));
    for (var format : ALL.values()) {
      library.global(
          "format_" + format.name(),
          "format." + format.name(),
          "() kubernetes.NamedFormat",
          args -> format);
    }
    library.member(
        "format_validate",
        "validate",
        "(kubernetes.NamedFormat, string) optional(list(string))",
        args -> validate(args[0], (String) args[1]));
  }

  private static OptionalValue validate(Object format, String text) {
    if (!(format instanceof Format known)) {
      throw EvaluationError.noSuchOverload();
    }
    var problems = known.problems().apply(text);
    return problems.isEmpty() ? OptionalValue.NONE : OptionalValue.of(new PlainList(problems));
  }
}
