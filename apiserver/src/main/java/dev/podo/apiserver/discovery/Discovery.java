package dev.podo.apiserver.discovery;

import dev.podo.apiserver.chain.Dispatch;
import dev.podo.apiserver.encoding.MediaType;
import dev.podo.apiserver.encoding.Representation;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.model.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/api` and `/apis`, aggregated for the clients that ask for it, and everything below them. It
/// follows what is served: a document is made again when someone asks and something has changed.
public final class Discovery implements Documents.Changing {
  private final Supplier<Catalogue> catalogue;
  private final List<DiscoverySource> sources;
  private volatile @Nullable Shown shown;

  /// @param catalogue what this server serves now
  /// @param before other servers behind this one, which go before it where both serve a version
  public Discovery(Supplier<Catalogue> catalogue, List<DiscoverySource> before) {
    this.catalogue = catalogue;
    this.sources = new ArrayList<>(before);
    sources.add(new KindSource(catalogue));
  }

  /// The documents of one state of what is served.
  private record Shown(
      List<List<ServedVersion>> served,
      Map<String, NegotiatedDocument> plain,
      Map<String, NegotiatedDocument> aggregated) {
    boolean isOf(List<List<ServedVersion>> now) {
      for (var i = 0; i < now.size(); i++) {
        if (!same(now.get(i), served.get(i))) {
          return false;
        }
      }
      return true;
    }

    @SuppressWarnings("ReferenceEquality") // What did not change is the same instance.
    private static boolean same(Object one, Object other) {
      return one == other;
    }
  }

  private Shown shown() {
    var now = sources.stream().map(DiscoverySource::served).toList();
    var last = shown;
    if (last == null || !last.isOf(now)) {
      last = show(now);
      shown = last;
    }
    return last;
  }

  private Shown show(List<List<ServedVersion>> served) {
    var groups = ServedGroup.of(served);
    var core = groups.stream().filter(ServedGroup::isCore).toList();
    var others = groups.stream().filter(group -> !group.isCore()).toList();
    var plain = new TreeMap<String, NegotiatedDocument>();
    core.forEach(group -> plain.put("/api", document(() -> LegacyDiscovery.coreVersions(group))));
    plain.put("/apis", document(() -> LegacyDiscovery.groups(others)));
    for (var group : others) {
      plain.put("/apis/" + group.name(), document(() -> LegacyDiscovery.group(group)));
    }
    var kinds = catalogue.get();
    for (var version : kinds.groupVersions()) {
      var root = version.group().isEmpty() ? "/api/" : "/apis/";
      plain.put(
          root + version, document(() -> LegacyDiscovery.resources(version, kinds.in(version))));
    }
    var aggregated = new TreeMap<String, NegotiatedDocument>();
    for (var version : AggregatedDiscovery.VERSIONS) {
      aggregated.put("/api " + version, aggregated(core, version));
      aggregated.put("/apis " + version, aggregated(others, version));
    }
    return new Shown(served, plain, aggregated);
  }

  private static NegotiatedDocument document(Supplier<? extends Struct> value) {
    return new NegotiatedDocument(value, "");
  }

  private static NegotiatedDocument aggregated(List<ServedGroup> groups, String version) {
    return new NegotiatedDocument(
        () -> AggregatedDiscovery.of(groups, version), AggregatedDiscovery.parameters(version));
  }

  @Override
  public SortedSet<String> paths() {
    return new TreeSet<>(shown().plain().keySet());
  }

  @Override
  public Dispatch.@Nullable Handler find(String path) {
    if (!path.equals("/api")
        && !path.startsWith("/api/")
        && !path.equals("/apis")
        && !path.startsWith("/apis/")) {
      return null;
    }
    var documents = shown();
    var plain = documents.plain().get(path);
    return plain == null ? null : call -> answer(documents, path, plain, call);
  }

  /// The first form that the client names and that there is.
  private static Answer answer(Shown documents, String path, NegotiatedDocument plain, Call call) {
    var accepted = accepted(call);
    for (var wanted : MediaType.accepted(accepted)) {
      var isAggregated =
          AggregatedDiscovery.KIND.equals(wanted.parameters().get("as"))
              && AggregatedDiscovery.GROUP.equals(wanted.parameters().get("g"));
      var as =
          isAggregated
              ? documents.aggregated().get(path + " " + wanted.parameters().get("v"))
              : null;
      var format = Representation.formatOf(wanted);
      if (as != null && format != null) {
        return as.answer(call, format);
      }
      if (format != null && wanted.parameters().get("as") == null) {
        return plain.answer(call, format);
      }
    }
    return plain.answer(call, Representation.negotiate(accepted).format());
  }

  private static List<String> accepted(Call call) {
    var http = call.http();
    return http == null ? List.of() : http.headers().all("Accept");
  }
}
