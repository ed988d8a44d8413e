package dev.podo.network.nftables;

import dev.podo.network.services.ServiceName;
import dev.podo.network.services.SharedMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The changes between two rulesets, and the one order in which a transaction takes them: nothing
/// is deleted while something refers to it, and nothing is referred to before it is there.
final class RulesetDiff {
  private final StringBuilder flushChains = new StringBuilder();
  private final StringBuilder deleteChains = new StringBuilder();
  private final StringBuilder deleteSets = new StringBuilder();
  private final StringBuilder addSets = new StringBuilder();
  private final StringBuilder addChains = new StringBuilder();
  private final StringBuilder addRules = new StringBuilder();
  private final SortedMap<MapElement, String> deleteElements = new TreeMap<>();
  private final SortedMap<MapElement, String> addElements = new TreeMap<>();

  private RulesetDiff() {}

  static RulesetDiff between(
      SharedMap<ServiceName, Fragment> from,
      SharedMap<ServiceName, Fragment> to,
      SortedMap<String, List<String>> newShared) {
    var diff = new RulesetDiff();
    newShared.forEach((name, rules) -> diff.diffChain(name, null, rules));
    from.differences(
        to,
        (name, before, after) ->
            diff.add(
                Objects.requireNonNullElse(before, Fragment.EMPTY),
                Objects.requireNonNullElse(after, Fragment.EMPTY)));
    return diff;
  }

  private void add(Fragment from, Fragment to) {
    for (var name : union(from.chains(), to.chains())) {
      diffChain(name, from.chains().get(name), to.chains().get(name));
    }
    for (var name : union(from.sets(), to.sets())) {
      var before = from.sets().getOrDefault(name, "");
      var after = to.sets().getOrDefault(name, "");
      if (before.equals(after)) {
        continue;
      }
      if (!before.isEmpty()) {
        deleteSets.append(command("delete set", name, ""));
      }
      if (!after.isEmpty()) {
        addSets.append(command("add set", name, after));
        refill(to, from, name);
      }
    }
    for (var element : union(from.elements(), to.elements())) {
      var before = from.elements().getOrDefault(element, "");
      var after = to.elements().getOrDefault(element, "");
      if (!before.isEmpty() && !before.equals(after)) {
        deleteElements.put(element, before);
      }
      if (!after.isEmpty() && !before.equals(after)) {
        addElements.put(element, after);
      }
    }
  }

  private void diffChain(String name, @Nullable List<String> before, @Nullable List<String> after) {
    if (before != null && before.equals(after)) {
      return;
    }
    if (before != null) {
      flushChains.append(command("flush chain", name, ""));
    }
    if (after == null) {
      deleteChains.append(command("delete chain", name, ""));
      return;
    }
    if (before == null) {
      addChains.append(command("add chain", name, ""));
    }
    for (var rule : after) {
      addRules.append(command("add rule", name, rule));
    }
  }

  /// A set is declared anew only when its declaration changes; the chains that use it must let go
  /// of it first, so they are written anew with it, changed or not.
  private void refill(Fragment to, Fragment from, String set) {
    for (var chain : to.chains().entrySet()) {
      var uses = chain.getValue().stream().anyMatch(rule -> rule.contains("@" + set + " "));
      if (uses && chain.getValue().equals(from.chains().get(chain.getKey()))) {
        rewrite(chain);
      }
    }
  }

  private void rewrite(Map.Entry<String, List<String>> chain) {
    var flush = command("flush chain", chain.getKey(), "");
    if (flushChains.indexOf(flush) >= 0) {
      return; // another set of the same chain was here before
    }
    flushChains.append(flush);
    for (var rule : chain.getValue()) {
      addRules.append(command("add rule", chain.getKey(), rule));
    }
  }

  /// @param before what the kernel has beyond what the fragments say
  /// @param after what it is to have beyond that
  String commands(Hairpins before, Hairpins after) {
    for (var element : before.stale()) {
      var wantedAgain = addElements.remove(element) != null;
      if (!wantedAgain && !after.stale().contains(element)) {
        deleteElements.put(element, Fragment.MEMBER);
      }
    }
    for (var element : after.stale()) {
      var there = deleteElements.remove(element) != null || before.stale().contains(element);
      if (!there) {
        addElements.put(element, Fragment.MEMBER);
      }
    }
    var out = new StringBuilder(flushChains);
    deleteElements.forEach(
        (element, verdict) -> out.append(element("delete element", element, verdict)));
    out.append(deleteChains).append(deleteSets).append(addSets).append(addChains).append(addRules);
    addElements.forEach((element, verdict) -> out.append(element("add element", element, verdict)));
    return out.toString();
  }

  private static String element(String verb, MapElement element, String verdict) {
    var value = verdict.equals(Fragment.MEMBER) ? "" : " : " + verdict;
    return command(verb, element.map(), "{ " + element.key() + value + " }");
  }

  private static String command(String verb, String name, String rest) {
    return verb + " ip " + Skeleton.TABLE + " " + name + (rest.isEmpty() ? "" : " " + rest) + "\n";
  }

  private static <K> Set<K> union(Map<K, ?> a, Map<K, ?> b) {
    var keys = new TreeSet<K>(a.keySet());
    keys.addAll(b.keySet());
    return keys;
  }
}
