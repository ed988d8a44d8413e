package dev.podo.cel.function;

import dev.podo.cel.type.CelType;
import dev.podo.cel.value.Opaque;
import dev.podo.machinery.expression.Authorizer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Access checks: `authorizer.group('').resource('pods').namespace('x').check('get').allowed()`.
public final class Authorizers {
  public static final CelType TYPE = CelType.opaque("kubernetes.authorization.Authorizer");

  public static final CelType RESOURCE_TYPE =
      CelType.opaque("kubernetes.authorization.ResourceCheck");

  private static final String PREFIX = "kubernetes.authorization.";
  private static final String AUTHORIZER = PREFIX + "Authorizer";
  private static final String PATH = PREFIX + "PathCheck";
  private static final String GROUP = PREFIX + "GroupCheck";
  private static final String RESOURCE = PREFIX + "ResourceCheck";
  private static final String DECISION = PREFIX + "Decision";

  private Authorizers() {}

  /// The authorizer as a value.
  public static Object value(Authorizer authorizer) {
    return new Asked(authorizer, AUTHORIZER, "", new TreeMap<>());
  }

  /// The authorizer that is asked about one resource, as a value.
  public static Object value(Authorizer.OfResource asked) {
    return new Asked(asked.authorizer(), RESOURCE, "", asked.attributes());
  }

  /// A question as far as it has been put.
  ///
  /// @param type which part of it comes next
  private record Asked(
      Authorizer authorizer, String type, String account, SortedMap<String, String> attributes)
      implements Opaque {
    @Override
    public CelType celType() {
      return CelType.opaque(type);
    }

    Asked with(String nextType, String attribute, Object value) {
      var more = new TreeMap<>(attributes);
      more.put(attribute, (String) value);
      return new Asked(authorizer, nextType, account, more);
    }

    Answer check(Object verb) {
      var path = attributes.getOrDefault("path", "");
      var check =
          new Authorizer.Check(
              account, path, (String) verb, Collections.unmodifiableSortedMap(attributes));
      return new Answer(authorizer.check(check));
    }
  }

  /// The answer.
  private record Answer(Authorizer.Decision decision) implements Opaque {
    @Override
    public CelType celType() {
      return CelType.opaque(DECISION);
    }
  }

  static void declare(Library library) {
    attribute(library, "path", AUTHORIZER, PATH);
    attribute(library, "group", AUTHORIZER, GROUP);
    attribute(library, "resource", GROUP, RESOURCE);
    for (var attribute :
        new String[] {"subresource", "namespace", "name", "fieldSelector", "labelSelector"}) {
      attribute(library, attribute, RESOURCE, RESOURCE);
    }
    library.member(
        "authorizer_serviceaccount",
        "serviceAccount",
        "(" + AUTHORIZER + ", string, string) " + AUTHORIZER,
        args -> {
          var asked = (Asked) args[0];
          var account = args[1] + "/" + args[2];
          return new Asked(asked.authorizer(), AUTHORIZER, account, asked.attributes());
        });
    for (var type : new String[] {PATH, RESOURCE}) {
      library.member(
          (type.equals(PATH) ? "pathcheck" : "resourcecheck") + "_check",
          "check",
          "(" + type + ", string) " + DECISION,
          args -> ((Asked) args[0]).check(args[1]));
    }
    answer(library, "allowed", "bool", decision -> decision.allowed());
    answer(library, "reason", "string", decision -> decision.reason());
    answer(library, "error", "string", decision -> decision.error());
    answer(library, "errored", "bool", decision -> !decision.error().isEmpty());
  }

  private static void attribute(Library library, String name, String on, String next) {
    library.member(
        on.substring(PREFIX.length()) + "_" + name,
        name,
        "(" + on + ", string) " + next,
        args -> ((Asked) args[0]).with(next, name, args[1]));
  }

  private static void answer(
      Library library, String function, String type, Function<Authorizer.Decision, Object> part) {
    library.member(
        "decision_" + function,
        function,
        "(" + DECISION + ") " + type,
        args -> part.apply(((Answer) args[0]).decision()));
  }
}
