package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.client.ListOptions;
import dev.podo.client.ResourceVersionMatch;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.store.CompactedException;
import dev.podo.store.FutureRevisionException;
import dev.podo.store.Image;
import dev.podo.store.Key;
import dev.podo.store.Range;
import dev.podo.store.Versioned;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// GET of a collection: all pages of one list are of one version.
public final class ListVerb {
  // So many objects are converted by one question to a webhook.
  static final int AT_ONCE = 500;

  private final Backend backend;

  public ListVerb(Backend backend) {
    this.backend = backend;
  }

  public <T extends ApiObject> Answer answer(Call call, Kind<T> kind) throws InterruptedException {
    return list(call, kind, call.input().listOptions(call.info()));
  }

  <T extends ApiObject> Answer.OfList<T> list(Call call, Kind<T> kind, ListOptions options)
      throws InterruptedException {
    var selection = Selection.of(kind, options.namespace(), options.labels(), options.fields());
    var token =
        options.continueToken().isEmpty() ? null : ContinueToken.decode(options.continueToken());
    try {
      var image = token == null ? image(call, options) : continued(call, options, token);
      return page(selection, options, image, token);
    } catch (CompactedException e) {
      throw token == null
          ? ApiErrors.expired("The resourceVersion for the provided list is too old.")
          : ApiErrors.expiredContinue(token.inconsistent().encode());
    } catch (FutureRevisionException e) {
      throw ApiErrors.tooLargeResourceVersion(e.asked(), e.current());
    }
  }

  private Image<Stored> image(Call call, ListOptions options) throws InterruptedException {
    var store = backend.store();
    var patience = ResourceVersions.patience(backend.environment(), call);
    return switch (ResourceVersions.parse(options.resourceVersion())) {
      case ResourceVersions.Unset unset -> store.latest(call.deadline());
      case ResourceVersions.Any any -> store.image();
      case ResourceVersions.At(var revision) ->
          switch (options.resourceVersionMatch()) {
            case EXACT -> store.exactly(revision, patience);
            case NOT_OLDER_THAN -> store.atLeast(revision, patience);
            // As it has always been: pages of a version are of just that one.
            case UNSET ->
                options.limit() > 0
                    ? store.exactly(revision, patience)
                    : store.atLeast(revision, patience);
          };
    };
  }

  private Image<Stored> continued(Call call, ListOptions options, ContinueToken token)
      throws InterruptedException {
    if ((!options.resourceVersion().isEmpty() && !options.resourceVersion().equals("0"))
        || options.resourceVersionMatch() != ResourceVersionMatch.UNSET) {
      throw ApiErrors.badRequest("specifying resource version is not allowed when using continue");
    }
    return token.revision() == ContinueToken.LATEST
        ? backend.store().latest(call.deadline())
        : backend
            .store()
            .exactly(token.revision(), ResourceVersions.patience(backend.environment(), call));
  }

  private static <T extends ApiObject> Answer.OfList<T> page(
      Selection<T> selection,
      ListOptions options,
      Image<Stored> image,
      @Nullable ContinueToken token) {
    var kind = selection.kind();
    var name = selection.name();
    if (name != null && (!selection.namespace().isEmpty() || !kind.namespaced())) {
      return single(selection, image, ObjectStore.key(kind, selection.namespace(), name));
    }
    var range = Range.of(kind.storageKey());
    if (!selection.namespace().isEmpty()) {
      range = range.in(selection.namespace());
    }
    if (token != null) {
      range = range.after(token.namespace(), token.name());
    }
    List<Versioned<Stored>> entries = image.list(range);
    // Who takes whatever is at hand gets it at once, as from upstream's cache.
    var whole = options.limit() == 0 || options.resourceVersion().equals("0");
    var limit = whole ? Integer.MAX_VALUE : options.limit();
    var items = new ArrayList<Stored>((int) Math.min(entries.size(), limit));
    var examined = 0;
    Key last = null;
    for (var entry : entries) {
      if (items.size() >= limit) {
        break;
      }
      if (kind.waitsForConversion() && examined % AT_ONCE == 0) {
        var next = entries.subList(examined, Math.min(examined + AT_ONCE, entries.size()));
        Stored.see(kind, next.stream().map(Versioned::value).toList());
      }
      examined++;
      last = entry.key();
      if (selection.matches(entry.value())) {
        items.add(entry.value());
      }
    }
    var rest = entries.size() - examined;
    var metadata = ListMeta.builder().resourceVersion(Long.toString(image.revision()));
    if (rest > 0 && last != null) {
      metadata.continue_(ContinueToken.after(image.revision(), last).encode());
      if (selection.isEverything()) {
        metadata.remainingItemCount((long) rest);
      }
    }
    return new Answer.OfList<>(kind, metadata.build(), items);
  }

  private static <T extends ApiObject> Answer.OfList<T> single(
      Selection<T> selection, Image<Stored> image, Key key) {
    var found = image.get(key);
    var items =
        found != null && selection.matches(found.value())
            ? List.of(found.value())
            : List.<Stored>of();
    var metadata = ListMeta.builder().resourceVersion(Long.toString(image.revision())).build();
    return new Answer.OfList<>(selection.kind(), metadata, items);
  }
}
