package dev.podo.controllers.engine;

import dev.podo.client.informer.Informer;
import dev.podo.machinery.kind.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a controller reads. Exchanged as a whole when kinds come and go.
///
/// @param every the kinds at which it looks because they are there, see [Watches.Every]
/// @param informers of all kinds that it may read
record Caches(Kinds every, Map<Kind<?>, Informer<?>> informers) {
  /// The same and those of further kinds.
  Caches with(List<Informer<?>> more) {
    var all = new LinkedHashMap<>(informers);
    more.forEach(informer -> all.putIfAbsent(informer.kind(), informer));
    return new Caches(every.and(more.stream().map(Informer::kind).toList()), all);
  }
}
