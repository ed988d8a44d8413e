package dev.podo.apiserver.health;

import dev.podo.apiserver.discovery.Documents;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.errors.ApiErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// `/livez`, `/readyz` and `/healthz`: checks by name, each of which is well or says what is wrong.
public final class Health {
  private final Map<String, Check> live = new LinkedHashMap<>();
  private final ConcurrentMap<String, Check> ready = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, Check> components = new ConcurrentHashMap<>();

  public Health() {
    live.put("ping", () -> "");
  }

  /// Looks whether one thing is well.
  @FunctionalInterface
  public interface Check {
    /// @return what is wrong; "" when nothing is
    String problem();
  }

  /// Something without which the server should be started anew.
  public Health live(String name, Check check) {
    live.put(name, check);
    return this;
  }

  /// Something without which the server should get no requests.
  public Health ready(String name, Check check) {
    ready.put(name, check);
    return this;
  }

  /// A part of the control plane that can be asked how it is.
  public Health component(String name, Check check) {
    components.put(name, check);
    return this;
  }

  /// What is wrong with each part of the control plane; "" where nothing is.
  public SortedMap<String, String> components() {
    var problems = new TreeMap<String, String>();
    components.forEach((name, check) -> problems.put(name, check.problem()));
    return problems;
  }

  public void addTo(Documents documents) {
    documents.below("/livez", call -> answer(call, "livez", live));
    documents.below("/readyz", call -> answer(call, "readyz", all()));
    documents.below("/healthz", call -> answer(call, "healthz", all()));
  }

  private Map<String, Check> all() {
    var all = new LinkedHashMap<>(live);
    all.putAll(new TreeMap<>(ready));
    return all;
  }

  /// Whether all checks are well.
  public boolean isReady() {
    return all().values().stream().allMatch(check -> check.problem().isEmpty());
  }

  private static Answer answer(Call call, String name, Map<String, Check> checks) {
    var path = call.info().path();
    var rest = path.length() > name.length() + 2 ? path.substring(name.length() + 2) : "";
    if (!rest.isEmpty()) {
      return single(rest, checks);
    }
    var http = call.http();
    var excluded = http == null ? List.<String>of() : http.query().all("exclude");
    var text = new StringBuilder();
    var well = true;
    for (var entry : checks.entrySet()) {
      var problem = excluded.contains(entry.getKey()) ? "" : entry.getValue().problem();
      well &= problem.isEmpty();
      text.append(problem.isEmpty() ? "[+]" : "[-]")
          .append(entry.getKey())
          .append(problem.isEmpty() ? " ok\n" : " failed: " + problem + "\n");
    }
    if (!well) {
      return Answer.OfDocument.text(500, text + name + " check failed\n");
    }
    var verbose = http != null && http.query().has("verbose");
    return Answer.OfDocument.text(200, verbose ? text + name + " check passed\n" : "ok");
  }

  private static Answer single(String check, Map<String, Check> checks) {
    var found = checks.get(check);
    if (found == null) {
      throw ApiErrors.notFoundPath();
    }
    var problem = found.problem();
    return problem.isEmpty()
        ? Answer.OfDocument.text(200, "ok")
        : Answer.OfDocument.text(500, "internal server error: " + problem + "\n");
  }
}
