package dev.podo.controllers.namespace;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.controllers.engine.Effect;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.ApiObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Asks what is left in a namespace.
record Contents(List<Kind<?>> kinds, String namespace) implements Effect<Contents.Left> {
  private static final int PAGE = 500;

  /// The objects of one kind that are left.
  ///
  /// @param untouched how many are not being deleted yet
  /// @param finalizers how many wait for each finalizer
  /// @param longestGrace the most seconds that one of them was given to end
  record OfKind(
      Kind<?> kind,
      int count,
      int untouched,
      SortedMap<String, Integer> finalizers,
      long longestGrace) {}

  /// Everything that is left; kinds of which nothing is left are not listed.
  record Left(List<OfKind> kinds) {
    boolean isEmpty() {
      return kinds.isEmpty();
    }

    /// Whether nothing is left that nobody has deleted yet.
    boolean isOnItsWay() {
      return kinds.stream().allMatch(those -> those.untouched() == 0);
    }

    @Nullable OfKind of(Kind<?> kind) {
      return kinds.stream().filter(those -> those.kind().equals(kind)).findFirst().orElse(null);
    }

    /// How long the Pods may still take to end.
    Optional<Duration> podsLeaveIn() {
      var pods = of(Pods.KIND);
      return pods == null || pods.untouched() == pods.count()
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(pods.longestGrace() / 2 + 1));
    }
  }

  @Override
  public Left perform(Api api) {
    var out = new ArrayList<OfKind>();
    for (var kind : kinds) {
      var those = count(api, kind);
      if (those.count() > 0) {
        out.add(those);
      }
    }
    return new Left(List.copyOf(out));
  }

  private <T extends ApiObject> OfKind count(Api api, Kind<T> kind) {
    var count = 0;
    var untouched = 0;
    var longestGrace = 0L;
    var finalizers = new TreeMap<String, Integer>();
    var options = ListOptions.in(namespace).withLimit(PAGE);
    while (true) {
      var page = api.list(kind, options);
      for (var object : page.items()) {
        var metadata = object.metadata();
        var grace = metadata.deletionGracePeriodSeconds();
        count++;
        untouched += metadata.deletionTimestamp() == null ? 1 : 0;
        longestGrace = Math.max(longestGrace, grace == null ? 0 : grace);
        metadata.finalizers().forEach(finalizer -> finalizers.merge(finalizer, 1, Integer::sum));
      }
      if (page.isLast()) {
        return new OfKind(kind, count, untouched, finalizers, longestGrace);
      }
      options = options.withContinueToken(page.continueToken());
    }
  }
}
