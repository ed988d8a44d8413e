package dev.podo.apiserver.openapi.operations;

import dev.podo.apiserver.openapi.definitions.Definitions;
import dev.podo.apiserver.openapi.definitions.Dialect;
import dev.podo.machinery.codec.Json;
import dev.podo.model.meta.v1.DeleteOptions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The parameters that a document of v2 says once and refers to wherever they are taken, under
/// names that tell which they are: `limit-1NfNmdNH`. What is of one kind alone stands where it is
/// taken; so do the two parameters whose presence kubectl looks for, since those before 1.27 follow
/// no reference.
public final class SharedParameters {
  private static final Set<String> IN_PLACE = Set.of("dryRun", "fieldValidation", "name");
  private static final Set<String> SHARED_BODIES =
      Set.of(Definitions.PATCH, DeleteOptions.SCHEMA.name());
  private static final int HASH_BYTES = 6; // As upstream's: eight characters.

  private final Map<Object, String> names = new HashMap<>();
  private final SortedMap<String, Supplier<Map<String, Object>>> all = new TreeMap<>();

  /// All that were referred to, by name.
  public SortedMap<String, Supplier<Map<String, Object>>> all() {
    return all;
  }

  /// Adds what the operations at a path refer to.
  public void add(PathItem item) {
    for (var operation : item.operations()) {
      operation.parameters().forEach(this::parameter);
      var body = operation.content().body();
      if (body != null) {
        body(body);
      }
    }
  }

  /// A parameter as it stands in an operation.
  Map<String, Object> parameter(Parameter parameter) {
    return IN_PLACE.contains(parameter.name())
        ? tree(parameter)
        : reference(parameter, () -> tree(parameter));
  }

  /// What is sent, as it stands among the parameters of an operation.
  Map<String, Object> body(Operation.Body body) {
    return SHARED_BODIES.contains(body.type()) ? reference(body, () -> tree(body)) : tree(body);
  }

  private Map<String, Object> reference(Object what, Supplier<Map<String, Object>> tree) {
    var name =
        names.computeIfAbsent(
            what,
            it -> {
              var told = tree.get();
              return told.get("name") + "-" + hash(Json.print(told));
            });
    all.putIfAbsent(name, tree);
    return Map.of("$ref", "#/parameters/" + name);
  }

  private static String hash(byte[] json) {
    try {
      var hash = MessageDigest.getInstance("SHA-224").digest(json);
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> tree(Operation.Body body) {
    var out = new TreeMap<String, Object>();
    out.put("in", "body");
    out.put("name", "body");
    if (body.required()) {
      out.put("required", true);
    }
    out.put("schema", Dialect.V2.reference(body.type()));
    return out;
  }

  private static Map<String, Object> tree(Parameter parameter) {
    var out = parameter.head();
    out.put("type", parameter.type());
    out.put("uniqueItems", true);
    return out;
  }
}
