package dev.podo.machinery.apply;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.fieldset.PathElement;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Managed fields as the tables spell them: `NAME[/SUBRESOURCE] applied|updated [using VERSION] [at
/// SECOND|never] PATH...`, where a path is what conflicts show
/// (`.spec.ports[port=80,protocol="TCP"].name`, `.tags[="a"]`); a name that has dots stands in
/// quotes.
final class OwnerText {
  private static final Pattern STEP =
      Pattern.compile("\\.\"([^\"]*)\"|\\.([^.\\[\" ]+)|\\[=([^\\]]*)]|\\[(\\d+)]|\\[([^\\]]*)]");
  private static final Pattern KEY = Pattern.compile("([^=,]+)=(\"[^\"]*\"|[^,]*)");

  private OwnerText() {}

  /// @param version for whoever does not say one
  static ManagedFieldsEntry parse(String text, String version) {
    var words = new ArrayList<>(List.of(text.split(" ")));
    var name = words.removeFirst().split("/", 2);
    var entry = ManagedFieldsEntry.builder().manager(name[0]).fieldsType("FieldsV1");
    entry.subresource(name.length == 2 ? name[1] : "");
    entry.operation(words.removeFirst().equals("applied") ? "Apply" : "Update");
    entry.apiVersion(option(words, "using", version));
    var at = option(words, "at", "1");
    entry.time(at.equals("never") ? null : Instant.ofEpochSecond(Long.parseLong(at)));
    var fields = FieldSet.EMPTY;
    for (var path : words) {
      fields = fields.union(path(path));
    }
    return entry.fieldsV1(fields.tree()).build();
  }

  private static String option(List<String> words, String name, String otherwise) {
    if (words.isEmpty() || !words.getFirst().equals(name)) {
      return otherwise;
    }
    words.removeFirst();
    return words.removeFirst();
  }

  static FieldSet path(String text) {
    var steps = new ArrayList<String>();
    var matcher = STEP.matcher(text);
    var end = 0;
    while (matcher.find() && matcher.start() == end) {
      end = matcher.end();
      steps.add(step(matcher.toMatchResult()));
    }
    if (end != text.length()) {
      throw new IllegalArgumentException("no path: " + text);
    }
    return FieldSet.ofPath(steps.toArray(new String[0]));
  }

  private static String step(MatchResult found) {
    if (found.group(1) != null || found.group(2) != null) {
      return PathElement.field(found.group(1) == null ? found.group(2) : found.group(1));
    }
    if (found.group(3) != null) {
      return PathElement.value(Json.parse(found.group(3)));
    }
    return found.group(4) == null ? keys(found.group(5)) : "i:" + found.group(4);
  }

  private static String keys(String text) {
    var keys = new TreeMap<String, @Nullable Object>();
    var matcher = KEY.matcher(text);
    while (matcher.find()) {
      keys.put(matcher.group(1), Json.parse(matcher.group(2)));
    }
    return PathElement.keys(List.copyOf(keys.keySet()), new ArrayList<>(keys.values()));
  }

  /// An entry, with its time if it is asked for.
  static String show(ManagedFieldsEntry entry, boolean timed) {
    var time = entry.time();
    var at = time == null ? "never" : Long.toString(time.getEpochSecond());
    return entry.manager()
        + (entry.subresource().isEmpty() ? "" : "/" + entry.subresource())
        + (entry.operation().equals("Apply") ? " applied" : " updated")
        + " using "
        + entry.apiVersion()
        + (timed ? " at " + at : "")
        + " "
        + FieldSet.of(entry.fieldsV1());
  }
}
