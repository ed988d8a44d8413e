package dev.podo.machinery.codec;

import dev.podo.model.Bytes;
import dev.podo.model.FrozenMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML into trees. What an alias stands for is shared, not copied; but because whoever walks
/// the tree meets it again each time, how much aliases may add is limited.
final class YamlReader {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
  private static final String TAG_PREFIX = "tag:yaml.org,2002:";
  private static final long MAX_ALIASED = 1_000_000;

  private final Iterator<Event> events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private final List<String> duplicates = new ArrayList<>();
  private long nodes;
  private long aliased;

  YamlReader(String yaml) {
    events = new Events(new Parse(SETTINGS).parseString(yaml).iterator());
  }

  /// What the library reads. Of an escape that the end of the text cuts off it says that a number
  /// is malformed, and not that the text is.
  private record Events(Iterator<Event> parsed) implements Iterator<Event> {
    @Override
    public boolean hasNext() {
      try {
        return parsed.hasNext();
      } catch (IllegalArgumentException e) {
        throw fail("found an escape that ends too early", e);
      }
    }

    @Override
    public Event next() {
      try {
        return parsed.next();
      } catch (IllegalArgumentException e) {
        throw fail("found an escape that ends too early", e);
      }
    }
  }

  /// @param size how many nodes it is made of, aliases in it followed
  private record Anchored(@Nullable Object tree, long size) {}

  /// The keys that came twice, with upstream's texts.
  List<String> duplicates() {
    return duplicates;
  }

  @Nullable Object readOne() {
    var documents = readAll();
    if (documents.size() > 1) {
      throw new DecodeException("error converting YAML to JSON: yaml: more than one document");
    }
    return documents.isEmpty() ? null : documents.getFirst();
  }

  List<Object> readAll() {
    try {
      var documents = new ArrayList<Object>();
      while (events.hasNext()) {
        if (events.next() instanceof DocumentStartEvent) {
          anchors.clear();
          var tree = read(events.next(), 0);
          if (tree != null) {
            documents.add(tree);
          }
        }
      }
      return documents;
    } catch (YamlEngineException e) {
      throw malformed(e);
    }
  }

  private static DecodeException malformed(YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      var line = marked.getProblemMark().get().getLine() + 1;
      return fail("line " + line + ": " + marked.getProblem(), e);
    }
    return fail("invalid document", e);
  }

  private static DecodeException fail(String what, @Nullable Throwable cause) {
    return new DecodeException("error converting YAML to JSON: yaml: " + what, cause);
  }

  private @Nullable Object read(Event event, int depth) {
    if (depth > BytesCursor.MAX_DEPTH) {
      throw fail("exceeded max depth of " + BytesCursor.MAX_DEPTH, null);
    }
    if (event instanceof AliasEvent alias) {
      return follow(alias);
    }
    var before = nodes++;
    var tree =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent start -> sequence(depth);
          case MappingStartEvent start -> mapping(depth);
          default -> throw fail("unexpected " + event.getEventId(), null);
        };
    ((NodeEvent) event)
        .getAnchor()
        .ifPresent(anchor -> anchors.put(anchor, new Anchored(tree, nodes - before)));
    return tree;
  }

  private @Nullable Object follow(AliasEvent alias) {
    var anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      throw fail("unknown anchor '" + alias.getAlias().getValue() + "' referenced", null);
    }
    nodes += anchored.size;
    aliased += anchored.size;
    if (aliased > MAX_ALIASED) {
      throw fail("document contains excessive aliasing", null);
    }
    return anchored.tree;
  }

  private static @Nullable Object scalar(ScalarEvent scalar) {
    var text = scalar.getValue();
    var tag = scalar.getTag().orElse(scalar.isPlain() ? "" : TAG_PREFIX + "str");
    if (tag.isEmpty()) {
      return YamlScalars.resolve(text);
    }
    return switch (tag) {
      case TAG_PREFIX + "bool", TAG_PREFIX + "int", TAG_PREFIX + "null" ->
          YamlScalars.resolve(text);
      case TAG_PREFIX + "float" ->
          YamlScalars.resolve(text) instanceof Number number ? number.doubleValue() : text;
      case TAG_PREFIX + "binary" -> binary(text);
      default -> text;
    };
  }

  private static String binary(String text) {
    try {
      return Bytes.base64(text.replace(" ", "")).toUtf8();
    } catch (IllegalArgumentException e) {
      throw fail("!!binary value contains invalid base64 data", e);
    }
  }

  private Object sequence(int depth) {
    var elements = new ArrayList<@Nullable Object>();
    for (var event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      elements.add(read(event, depth + 1));
    }
    return Collections.unmodifiableList(elements);
  }

  private Object mapping(int depth) {
    var entries = new LinkedHashMap<String, @Nullable Object>();
    var merged = new LinkedHashMap<String, @Nullable Object>();
    for (var event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
      if (isMerge(event)) {
        merge(read(events.next(), depth + 1), merged);
        continue;
      }
      var key = key(read(event, depth + 1));
      if (entries.containsKey(key)) {
        var line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        duplicates.add("line " + line + ": key \"" + key + "\" already set in map");
      }
      entries.put(key, read(events.next(), depth + 1));
    }
    entries.forEach(merged::put);
    return FrozenMap.of(merged);
  }

  private static boolean isMerge(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.isPlain()
        && scalar.getTag().isEmpty()
        && scalar.getValue().equals("<<");
  }

  /// Adds the entries of what stands under `<<`: a map, or maps of which the first counts most.
  private static void merge(@Nullable Object tree, Map<String, @Nullable Object> merged) {
    switch (tree) {
      case Map<?, ?> map -> map.forEach((key, value) -> putIfNew(merged, (String) key, value));
      case List<?> list when list.stream().allMatch(Map.class::isInstance) ->
          list.forEach(each -> merge(each, merged));
      case null, default ->
          throw fail("map merge requires map or sequence of maps as the value", null);
    }
  }

  private static void putIfNew(
      Map<String, @Nullable Object> merged, String key, @Nullable Object value) {
    if (!merged.containsKey(key)) {
      merged.put(key, value);
    }
  }

  /// JSON's keys are strings, so those of other types become what they look like.
  private static String key(@Nullable Object tree) {
    return switch (tree) {
      case String text -> text;
      case Boolean truth -> truth.toString();
      case Long number -> number.toString();
      case Double number -> GoNumbers.text(number);
      case null, default -> throw fail("unsupported map key", null);
    };
  }
}
