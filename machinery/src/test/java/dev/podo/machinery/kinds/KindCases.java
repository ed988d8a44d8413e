package dev.podo.machinery.kinds;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.patch.JsonPatch;
import dev.podo.machinery.patch.MergePatch;
import dev.podo.machinery.table.IncludeObject;
import dev.podo.machinery.table.Tables;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the tables of cases under `src/test/resources/kinds` are run through: each input gives a
/// text that a file beside it shows.
final class KindCases {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private KindCases() {}

  /// The object with its defaults, as YAML.
  static String defaults(byte[] input) {
    var object = object(Yaml.parse(input));
    return new String(Yaml.encode(defaulted(object)), StandardCharsets.UTF_8);
  }

  /// What is wrong with a new object, one error to a line.
  static String errors(byte[] input) {
    return validated(object(Yaml.parse(input)));
  }

  private static <T extends ApiObject> String validated(Typed<T> object) {
    var created = object.kind.strategy().prepareForCreate(object.value);
    return lines(object.kind.strategy().validate(object.kind.strategy().defaults(created)));
  }

  /// What is wrong with a changed object; if nothing is, what an update in the end changes.
  static String update(byte[] input) {
    var cases = Yaml.parse(input);
    return updated(object(Trees.get(cases, "old")), Trees.get(cases, "change"));
  }

  private static <T extends ApiObject> String updated(Typed<T> old, @Nullable Object change) {
    var strategy = old.kind.strategy();
    var before = strategy.defaults(old.value);
    var changed = MergePatch.apply(Json.toTree(before), change);
    var now = Trees.to(old.kind.schema(), changed);
    var after = strategy.defaults(strategy.prepareForUpdate(now, before));
    var errors = strategy.validateUpdate(after, before);
    return errors.isEmpty()
        ? new String(
            Yaml.print(MergePatch.diff(Json.toTree(before), Json.toTree(after))),
            StandardCharsets.UTF_8)
        : lines(errors);
  }

  /// What each of many changes makes of one valid object: what is wrong, and what is warned of. A
  /// change is a map of JSON pointers to what is put there.
  static String rules(byte[] input) {
    var cases = Yaml.parse(input);
    var text = new StringBuilder();
    for (var row : (List<?>) Objects.requireNonNull(Trees.get(cases, "rows"))) {
      text.append("> ").append(Json.show(row)).append('\n');
      text.append(rule(cases, row));
    }
    return text.toString();
  }

  private static String rule(@Nullable Object cases, @Nullable Object row) {
    var old = Trees.get(cases, "old");
    if (old == null) {
      return made(object(changed(Trees.get(cases, "object"), row)));
    }
    return became(object(old), row, Trees.get(cases, "status") != null);
  }

  private static @Nullable Object changed(@Nullable Object tree, @Nullable Object row) {
    var patch = new ArrayList<Object>();
    Trees.asMap(row)
        .forEach((path, value) ->
            patch.add(
                value == null
                    ? Map.of("op", "remove", "path", path)
                    : Map.of("op", "add", "path", path, "value", value)));
    return JsonPatch.apply(tree, patch);
  }

  private static <T extends ApiObject> String made(Typed<T> object) {
    var strategy = object.kind.strategy();
    var created = strategy.defaults(strategy.prepareForCreate(strategy.defaults(object.value)));
    var warnings = strategy.warnings(created).stream().map(it -> "warning: " + it).toList();
    return lines(strategy.validate(created)) + lines(warnings);
  }

  private static <T extends ApiObject> String became(
      Typed<T> old, @Nullable Object row, boolean status) {
    var strategy = old.kind.strategy();
    var before = strategy.defaults(old.value);
    var now = Trees.to(old.kind.schema(), changed(Json.toTree(before), row));
    if (status) {
      var after = strategy.defaults(strategy.prepareForStatusUpdate(now, before));
      return lines(strategy.validateStatusUpdate(after, before));
    }
    var after = strategy.defaults(strategy.prepareForUpdate(now, before));
    return lines(strategy.validateUpdate(after, before));
  }

  private static String lines(List<?> errors) {
    return errors.stream().map(it -> it + "\n").collect(Collectors.joining());
  }

  /// The rows of these objects' tables; a heading that only `-o wide` shows begins with `+`.
  static String columns(byte[] input) {
    var text = new StringBuilder();
    var last = "";
    for (var tree : Yaml.parseAll(input)) {
      var object = object(tree);
      var heading = heading(object.kind);
      if (!heading.equals(last)) {
        text.append(heading);
        last = heading;
      }
      text.append(row(object));
    }
    return text.toString();
  }

  private static String heading(Kind<?> kind) {
    return kind.columns().stream()
        .map(it -> (it.priority() == 0 ? "" : "+") + it.name())
        .collect(Collectors.joining(" | ", "# ", "\n"));
  }

  private static <T extends ApiObject> String row(Typed<T> object) {
    var row = Tables.row(object.kind, object.value, IncludeObject.NONE, NOW);
    var cells = new ArrayList<String>();
    row.cells().forEach(it -> cells.add(String.valueOf(it)));
    return String.join(" | ", cells) + "\n";
  }

  static Typed<?> object(@Nullable Object tree) {
    Map<String, @Nullable Object> map = Trees.asMap(tree);
    var gvk = GroupVersionKind.of(Trees.text(map, "apiVersion"), Trees.text(map, "kind"));
    var kind = Catalogue.builtIn().byGvk(gvk);
    if (kind == null) {
      throw new IllegalArgumentException("unknown kind: " + gvk);
    }
    return typed(kind, map);
  }

  private static <T extends ApiObject> Typed<T> typed(
      Kind<T> kind, Map<String, @Nullable Object> tree) {
    var decoded = Json.fromTree(kind.schema(), tree, Strictness.STRICT);
    if (!decoded.problems().isEmpty()) {
      throw new IllegalArgumentException(decoded.problems().toString());
    }
    return new Typed<>(kind, decoded.value());
  }

  static <T extends ApiObject> T defaulted(Typed<T> object) {
    var strategy = object.kind.strategy();
    var once = strategy.defaults(object.value);
    var twice = strategy.defaults(once);
    if (!once.equals(twice)) {
      throw new AssertionError("defaulting twice changes " + once + " to " + twice);
    }
    return once;
  }

  record Typed<T extends ApiObject>(Kind<T> kind, T value) {}
}
