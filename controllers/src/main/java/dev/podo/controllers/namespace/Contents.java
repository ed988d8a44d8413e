package dev.podo.controllers.namespace;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.controllers.definition.Definitions;
import dev.podo.controllers.engine.Effect;
import dev.podo.machinery.errors.ApiException;
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

/// Asks what is left in a namespace: of these kinds, of those that users have defined by then, and
/// of those that other servers serve.
///
/// @param kinds built-in ones
record Contents(List<Kind<?>> kinds, String namespace) implements Effect<Contents.Left> {
  private static final int PAGE = 500;

  /// The objects of one kind that are left.
  ///
  /// @param untouched how many are not being deleted yet
  /// @param finalizers how many wait for each finalizer
  /// @param longestGrace the most seconds that one of them was given to end
  /// @param single some of those that can only be deleted one by one
  record OfKind(
      Kind<?> kind,
      int count,
      int untouched,
      SortedMap<String, Integer> finalizers,
      long longestGrace,
      List<ApiObject> single) {
    OfKind oneByOne(List<ApiObject> some) {
      return new OfKind(kind, count, untouched, finalizers, longestGrace, some);
    }
  }

  /// Everything that is left; kinds of which nothing is left are not listed.
  ///
  /// @param unreadable why it could not be told of some kinds
  /// @param undiscovered versions of groups of which it could not even be told which kinds there
  ///   are, and why
  /// @param unwatched whether some are of kinds whose changes nobody here is told of
  record Left(
      List<OfKind> kinds,
      List<String> unreadable,
      SortedMap<String, String> undiscovered,
      boolean unwatched) {
    boolean isEmpty() {
      return kinds.isEmpty() && unreadable.isEmpty() && undiscovered.isEmpty();
    }

    /// Whether nothing is left that nobody has deleted yet.
    boolean isOnItsWay() {
      return unreadable.isEmpty() && kinds.stream().allMatch(those -> those.untouched() == 0);
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
    var unreadable = new ArrayList<String>();
    kinds.forEach(kind -> add(count(api, kind), out));
    for (var kind : Definitions.ask(api)) {
      if (!kind.namespaced()) {
        continue;
      }
      try {
        add(count(api, kind), out);
      } catch (ApiException e) {
        if (!e.isNotFound()) { // Else its definition has gone meanwhile, with all there was of it.
          unreadable.add(String.valueOf(e.getMessage()));
        }
      }
    }
    var watched = out.size();
    var extensions = ExtensionKinds.of(api);
    for (var extension : extensions.kinds()) {
      try {
        add(count(api, extension), out);
      } catch (ApiException e) {
        unreadable.add(String.valueOf(e.getMessage()));
      }
    }
    return new Left(
        List.copyOf(out), List.copyOf(unreadable), extensions.undiscovered(), out.size() > watched);
  }

  private OfKind count(Api api, ExtensionKinds.Extension extension) {
    var all = count(api, extension.kind());
    return extension.atOnce() || all.untouched() == 0
        ? all
        : all.oneByOne(some(api, extension.kind()));
  }

  private <T extends ApiObject> List<ApiObject> some(Api api, Kind<T> kind) {
    return List.copyOf(api.list(kind, ListOptions.in(namespace).withLimit(PAGE)).items());
  }

  private static void add(OfKind those, List<OfKind> to) {
    if (those.count() > 0) {
      to.add(those);
    }
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
        return new OfKind(kind, count, untouched, finalizers, longestGrace, List.of());
      }
      options = options.withContinueToken(page.continueToken());
    }
  }
}
