package dev.podo.apiserver.discovery;

import dev.podo.apiserver.chain.Dispatch;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The paths that are no resources, and who answers them.
public final class Documents implements Dispatch.Handler {
  private final Map<String, Dispatch.Handler> exact = new TreeMap<>();
  private final Map<String, Dispatch.Handler> below = new LinkedHashMap<>();

  private final List<Changing> changing = new ArrayList<>();

  /// Paths that come and go.
  public interface Changing {
    /// Those that there are now.
    SortedSet<String> paths();

    /// Who answers one; null if it is not there.
    Dispatch.@Nullable Handler find(String path);
  }

  public Documents() {
    exact.put("/", call -> paths());
  }

  public Documents at(String path, Dispatch.Handler handler) {
    exact.put(path, handler);
    return this;
  }

  /// Answers a path and all below it that nobody else answers.
  public Documents below(String path, Dispatch.Handler handler) {
    below.put(path, handler);
    return this;
  }

  public Documents with(Changing more) {
    changing.add(more);
    return this;
  }

  @Override
  public Answer answer(Call call) throws InterruptedException {
    var path = call.info().path();
    var handler = find(path);
    if (handler == null) {
      throw ApiErrors.notFoundPath();
    }
    var verb = call.info().verb();
    if (!verb.equals("get") && !verb.equals("head")) {
      throw ApiErrors.methodNotAllowed();
    }
    return handler.answer(call);
  }

  private Dispatch.@Nullable Handler find(String path) {
    var trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    var found = exact.get(trimmed);
    if (found != null) {
      return found;
    }
    for (var one : changing) {
      var handler = one.find(trimmed);
      if (handler != null) {
        return handler;
      }
    }
    for (var entry : below.entrySet()) {
      if (trimmed.equals(entry.getKey()) || trimmed.startsWith(entry.getKey() + "/")) {
        return entry.getValue();
      }
    }
    return null;
  }

  private Answer paths() {
    var paths = new TreeSet<>(exact.keySet());
    paths.addAll(below.keySet());
    changing.forEach(one -> paths.addAll(one.paths()));
    paths.remove("/");
    var tree = new TreeMap<String, Object>();
    tree.put("paths", List.copyOf(paths));
    return Answer.OfDocument.json(200, Json.print(tree));
  }
}
