package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.Watch;
import dev.podo.apiserver.storage.Stored;
import dev.podo.client.WatchOptions;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.store.CompactedException;
import dev.podo.store.FutureRevisionException;
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

  private <T extends ApiObject> Watch watch(Call call, Kind<T> kind, WatchOptions options)
      throws InterruptedException {
    var name = call.info().name();
    var selection =
        Selection.of(kind, options.namespace(), options.labels(), options.fields()).named(name);
    try {
      return open(call, selection, options);
    } catch (CompactedException e) {
      throw ApiErrors.expiredVersion(e.asked(), e.oldest());
    } catch (FutureRevisionException e) {
      throw ApiErrors.tooLargeResourceVersion(e.asked(), e.current());
    }
  }

  private <T extends ApiObject> Watch open(Call call, Selection<T> selection, WatchOptions options)
      throws InterruptedException {
    var store = backend.store();
    var version = ResourceVersions.parse(options.resourceVersion());
    var patience = ResourceVersions.patience(backend.environment(), call);
    var onlyChanges = call.input().parameter("sendInitialEvents").equals("false");
    Image<Stored> image =
        switch (version) {
          case ResourceVersions.Unset unset -> store.latest(call.deadline());
          case ResourceVersions.Any any -> store.image();
          case ResourceVersions.At(var revision) -> store.atLeast(revision, patience);
        };
    var stateFirst =
        options.sendInitialEvents() || (!(version instanceof ResourceVersions.At) && !onlyChanges);
    var after =
        version instanceof ResourceVersions.At(var revision) && !stateFirst
            ? revision
            : image.revision();
    var cursor = store.watch(selection.kind(), after);
    var watch =
        new KindWatch<>(
            selection,
            stateFirst ? image : null,
            cursor,
            new KindWatch.Manner(
                stateFirst && options.allowBookmarks(),
                options.allowBookmarks(),
                life(options.timeout()),
                after));
    var ending = retirements.endWith(watch, selection.kind());
    return selection.kind().waitsForConversion() ? ConvertingWatch.start(ending, scope) : ending;
  }

  private Duration life(@Nullable Duration asked) {
    if (asked != null) {
      return asked;
    }
    var more = backend.environment().random().nextLong(SHORTEST_LIFE.toMillis());
    return SHORTEST_LIFE.plusMillis(more);
  }
}
