package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RefusedWatch;
import dev.podo.apiserver.request.Watch;
import dev.podo.apiserver.storage.Stored;
import dev.podo.client.WatchOptions;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.store.CompactedException;
import dev.podo.store.Image;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// GET of a collection as it changes.
public final class WatchVerb {
  // A watch ends some time, so that clients spread over servers anew; not all at once.
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(30);

  private final Backend backend;
  private final Retirements retirements;
  private final Scope scope;

  /// @param retirements tells of kinds that are served no more
  /// @param scope of the threads on which objects are converted for those who watch
  public WatchVerb(Backend backend, Retirements retirements, Scope scope) {
    this.backend = backend;
    this.retirements = retirements;
    this.scope = scope;
  }

  public <T extends ApiObject> Answer answer(Call call, Kind<T> kind) throws InterruptedException {
    return new Answer.OfWatch<>(kind, watch(call, kind, call.input().watchOptions(call.info())));
  }

  /// Once the request makes sense, whatever stands in the way is told as an event of the watch.
  private <T extends ApiObject> Watch watch(Call call, Kind<T> kind, WatchOptions options)
      throws InterruptedException {
    var selection =
        Selection.of(kind, options.namespace(), options.labels(), options.fields())
            .named(call.info().name());
    var version = ResourceVersions.parse(options.resourceVersion());
    try {
      var watch = open(call, selection, version, options);
      var ending = retirements.endWith(watch, kind);
      return kind.waitsForConversion() ? ConvertingWatch.start(ending, scope) : ending;
    } catch (CompactedException e) {
      return new RefusedWatch(
          ApiErrors.expiredVersion(e.asked(), e.oldest()), life(options.timeout()));
    } catch (ApiException e) {
      return new RefusedWatch(e, life(options.timeout()));
    }
  }

  private <T extends ApiObject> KindWatch<T> open(
      Call call, Selection<T> selection, ResourceVersions version, WatchOptions options)
      throws InterruptedException {
    var state = state(call, version, options);
    var onlyChanges =
        !call.input().parameter("sendInitialEvents").isEmpty() && !options.sendInitialEvents();
    var from =
        version instanceof ResourceVersions.At(var revision) && !options.sendInitialEvents()
            ? revision
            : state.revision();
    var stateFirst =
        options.sendInitialEvents() || (!(version instanceof ResourceVersions.At) && !onlyChanges);
    return new KindWatch<>(
        selection,
        stateFirst ? state : null,
        backend.store().watch(selection.kind(), from),
        new KindWatch.Manner(
            stateFirst && options.allowBookmarks(),
            options.allowBookmarks(),
            life(options.timeout()),
            from));
  }

  /// The state that a watch begins with, if it tells one: then it is no older than was asked for.
  /// Who wants changes alone may watch from a version that has not come yet; nobody waits for it.
  private Image<Stored> state(Call call, ResourceVersions version, WatchOptions options)
      throws InterruptedException {
    var store = backend.store();
    return switch (version) {
      case ResourceVersions.Unset unset -> store.latest(call.deadline());
      case ResourceVersions.Any any -> store.image();
      case ResourceVersions.At(var revision) ->
          options.sendInitialEvents()
              ? store.atLeast(revision, ResourceVersions.patience(backend.environment(), call))
              : store.image();
    };
  }

  private Duration life(@Nullable Duration asked) {
    if (asked != null) {
      return asked;
    }
    var more = backend.environment().random().nextLong(SHORTEST_LIFE.toMillis());
    return SHORTEST_LIFE.plusMillis(more);
  }
}
