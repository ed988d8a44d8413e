package dev.podo.network.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What nftables would hold after some commands, as far as ours go; as strict as nftables about
/// what refers to what.
final class TableModel {
  private static final Pattern REFERENCE =
      Pattern.compile("(?:goto|jump) (\\S+?)(?=[ ,}]|$)|@(\\S+)");
  private static final List<String> SKELETON_CHAINS =
      List.of("mark-for-masquerade", "reject-service", "drop-service");
  private final SortedMap<String, List<String>> chains = new TreeMap<>();
  private final SortedMap<String, String> sets = new TreeMap<>();
  private final SortedMap<String, String> elements = new TreeMap<>();

  SortedMap<String, List<String>> chains() {
    return chains;
  }

  /// Verdicts by map and key.
  SortedMap<String, String> elements() {
    return elements;
  }

  void run(String commands) {
    commands.lines().filter(TableModel::isCommand).forEach(this::one);
    chains.forEach((chain, rules) -> rules.forEach(this::requireReferences));
    elements.values().forEach(this::requireReferences);
  }

  /// Lines of the skeleton's own table are indented or braces.
  private static boolean isCommand(String line) {
    return line.startsWith("add ") || line.startsWith("delete ") || line.startsWith("flush ");
  }

  private void one(String line) {
    var words = line.split(" ", 6);
    var name = words.length > 4 ? words[4] : "";
    var rest = words.length > 5 ? words[5] : "";
    switch (words[0] + " " + words[1]) {
      case "add table" -> {}
      case "delete table" -> {
        chains.clear();
        sets.clear();
        elements.clear();
      }
      case "add chain" -> require(chains.putIfAbsent(name, new ArrayList<>()) == null, line);
      case "flush chain" -> chain(name, line).clear();
      case "delete chain" -> {
        require(chain(name, line).isEmpty() && !isReferred(name), line);
        chains.remove(name);
      }
      case "add rule" -> {
        requireReferences(rest);
        chain(name, line).add(rest);
      }
      case "add set" -> require(sets.putIfAbsent(name, rest) == null, line);
      case "delete set" -> require(sets.remove(name) != null && !isReferred("@" + name), line);
      case "add element" -> element(name, rest, line, true);
      case "delete element" -> element(name, rest, line, false);
      default -> throw new AssertionError(line);
    }
  }

  private void element(String map, String rest, String line, boolean add) {
    var parts = (rest.substring(2, rest.length() - 2) + " : -").split(" : ");
    var key = map + " " + parts[0];
    if (add) {
      requireReferences(parts[1]);
      require(elements.putIfAbsent(key, parts[1]) == null, line);
    } else {
      require(elements.remove(key, parts[1]), line);
    }
  }

  private List<String> chain(String name, String line) {
    require(chains.containsKey(name), line);
    return chains.get(name);
  }

  private boolean isReferred(String name) {
    return chains.values().stream()
            .flatMap(List::stream)
            .anyMatch(rule -> references(rule).contains(name))
        || elements.values().stream().anyMatch(verdict -> references(verdict).contains(name));
  }

  private void requireReferences(String rule) {
    for (var name : references(rule)) {
      var known =
          name.startsWith("@")
              ? sets.containsKey(name.substring(1)) || name.endsWith("endpoints")
              : chains.containsKey(name) || SKELETON_CHAINS.contains(name);
      require(known, rule);
    }
  }

  private static List<String> references(String rule) {
    return REFERENCE
        .matcher(rule)
        .results()
        .map(found -> found.group(1) != null ? found.group(1) : "@" + found.group(2))
        .toList();
  }

  private static void require(boolean holds, String line) {
    if (!holds) {
      throw new AssertionError("nftables would refuse: " + line);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableModel that
        && Map.of(1, chains, 2, sets, 3, elements)
            .equals(Map.of(1, that.chains, 2, that.sets, 3, that.elements));
  }

  @Override
  public int hashCode() {
    return chains.hashCode();
  }

  @Override
  public String toString() {
    return chains + "\n" + sets + "\n" + elements;
  }
}
