package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.machinery.kinds.flowcontrol.FlowSchemas;
import dev.podo.model.flowcontrol.v1.FlowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds the flow of a request: the first FlowSchema in the order of precedence that matches says
/// to which level it goes, and what tells its flows apart. Immutable.
final class Classifier {
  private static final long PRIME = 0x100000001b3L;

  private final List<Entry> entries;
  private final Entry otherwise;

  /// @param otherwise for requests that nothing matches
  private Classifier(List<Entry> entries, Entry otherwise) {
    this.entries = entries;
    this.otherwise = otherwise;
  }

  /// What one schema makes of the requests that it matches.
  static final class Entry {
    private final RuleMatcher[] rules;
    private final String method;
    private final long seed;
    private final Flow flow;

    private Entry(FlowSchema schema, Flow flow, long seed) {
      this.rules = schema.spec().rules().stream().map(RuleMatcher::of).toArray(RuleMatcher[]::new);
      var distinguisher = schema.spec().distinguisherMethod();
      this.method = distinguisher == null ? "" : distinguisher.type();
      this.flow = flow;
      this.seed = mix(seed, schema.metadata().name());
    }

    Flow flow() {
      return flow;
    }

    private boolean matches(UserInfo user, RequestInfo info) {
      for (var rule : rules) {
        if (rule.matches(user, info)) {
          return true;
        }
      }
      return false;
    }

    String distinguisher(UserInfo user, RequestInfo info) {
      return switch (method) {
        case FlowSchemas.BY_USER -> user.name();
        case FlowSchemas.BY_NAMESPACE -> info.namespace();
        default -> "";
      };
    }

    /// Random bits, the same for all requests of a flow.
    long hash(String distinguisher) {
      return spread(mix(seed, distinguisher));
    }
  }

  /// Schemas whose level is not there match nothing.
  ///
  /// @param level finds a level by its name
  /// @param known flows that go on if nothing about them has changed
  /// @param otherwise the name of the schema for requests that nothing matches; its level is there
  /// @param seed makes hashes of this server unlike those of others, so that nobody can choose
  ///   names that meet in one queue
  static Classifier of(
      List<FlowSchema> schemas,
      Function<String, @Nullable Level> level,
      List<Flow> known,
      String otherwise,
      long seed) {
    var entries = new ArrayList<Entry>();
    Entry last = null;
    for (var schema : schemas.stream().sorted(FlowSchemas.BY_PRECEDENCE).toList()) {
      var to = level.apply(schema.spec().priorityLevelConfiguration().name());
      if (to != null) {
        var entry = new Entry(schema, flow(schema, to, known), seed);
        entries.add(entry);
        last = schema.metadata().name().equals(otherwise) ? entry : last;
      }
    }
    if (last == null) {
      throw new IllegalArgumentException("no FlowSchema " + otherwise);
    }
    return new Classifier(List.copyOf(entries), last);
  }

  private static Flow flow(FlowSchema schema, Level level, List<Flow> known) {
    var name = schema.metadata().name();
    var uid = schema.metadata().uid();
    for (var flow : known) {
      if (flow.isOf(name, uid, level)) {
        return flow;
      }
    }
    return new Flow(name, uid, level);
  }

  Entry classify(UserInfo user, RequestInfo info) {
    for (var entry : entries) {
      if (entry.matches(user, info)) {
        return entry;
      }
    }
    return otherwise;
  }

  /// In the order of precedence.
  List<Flow> flows() {
    return entries.stream().map(Entry::flow).toList();
  }

  private static long mix(long hash, String text) {
    var mixed = hash;
    for (var i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * PRIME;
    }
    return (mixed ^ 0xff) * PRIME; // Ends the text: "ab" and "c" are not "a" and "bc".
  }

  /// Lets every bit depend on every other (the finalizer of MurmurHash3).
  private static long spread(long hash) {
    var h = hash;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
