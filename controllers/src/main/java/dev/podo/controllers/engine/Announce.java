package dev.podo.controllers.engine;

import dev.podo.machinery.errors.ApiException;
import dev.podo.model.ApiObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which Events tell of an action.
///
/// @param done from the object as the server answered it, or as it was known for a deletion
/// @param failed from the server's refusal
public record Announce(
    Function<ApiObject, @Nullable Note> done, Function<ApiException, @Nullable Note> failed) {
  private static final Announce SILENT = new Announce(object -> null, e -> null);

  /// No Event.
  public static Announce silent() {
    return SILENT;
  }

  public static Announce success(Function<ApiObject, @Nullable Note> done) {
    return new Announce(done, e -> null);
  }

  public static Announce success(Note note) {
    return new Announce(object -> note, e -> null);
  }

  public static Announce failure(Function<ApiException, @Nullable Note> failed) {
    return new Announce(object -> null, failed);
  }

  public Announce orFailure(Function<ApiException, @Nullable Note> otherwise) {
    return new Announce(done, otherwise);
  }
}
