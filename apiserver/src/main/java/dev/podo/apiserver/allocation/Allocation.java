package dev.podo.apiserver.allocation;

import dev.podo.apiserver.storage.Stored;
import dev.podo.model.ApiObject;
import dev.podo.store.Commit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An object with what was allocated to it, and what the commit must write besides.
///
/// @param object null for a deletion
public record Allocation<T extends ApiObject>(
    @Nullable T object, List<Consumer<Commit.Builder<Stored>>> claims) {
  public Allocation {
    claims = List.copyOf(claims);
  }

  public static <T extends ApiObject> Allocation<T> none(@Nullable T object) {
    return new Allocation<>(object, List.of());
  }

  public void addTo(Commit.Builder<Stored> commit) {
    claims.forEach(claim -> claim.accept(commit));
  }
}
