package dev.podo.machinery.expression;

import dev.podo.machinery.expression.ValueType.Fields;
import dev.podo.machinery.expression.ValueType.ListOf;
import dev.podo.machinery.expression.ValueType.MapOf;
import dev.podo.machinery.expression.ValueType.Simple;
import java.util.SortedMap;
import java.util.TreeMap;

/// The variables of expressions about requests: match conditions of webhooks, everything in
/// admission policies. Names and types are upstream's.
public final class AdmissionVariables {
  public static final String OBJECT = "object";
  public static final String OLD_OBJECT = "oldObject";
  public static final String PARAMS = "params";
  public static final String REQUEST = "request";
  public static final String NAMESPACE = "namespaceObject";
  public static final String AUTHORIZER = "authorizer";
  public static final String RESOURCE_AUTHORIZER = "authorizer.requestResource";
  public static final String VARIABLES = "variables";

  private static final ListOf TEXTS = new ListOf(Simple.STRING);
  private static final MapOf LABELS = new MapOf(Simple.STRING);

  private AdmissionVariables() {}

  /// What every expression about a request may name. Of which type the objects are is not known.
  ///
  /// @param params whether there are parameters
  /// @param authorizer whether access can be asked about
  public static Variables of(boolean params, boolean authorizer) {
    var all =
        Variables.none()
            .with(OBJECT, Simple.DYNAMIC)
            .with(OLD_OBJECT, Simple.DYNAMIC)
            .with(NAMESPACE, namespace())
            .with(REQUEST, request());
    if (params) {
      all = all.with(PARAMS, Simple.DYNAMIC);
    }
    return authorizer
        ? all.with(AUTHORIZER, Simple.AUTHORIZER).with(RESOURCE_AUTHORIZER, Simple.RESOURCE_CHECK)
        : all;
  }

  /// The variables that a policy declares, under one name.
  public static Fields composed(SortedMap<String, ValueType> types) {
    return new Fields("kubernetes.variables", types);
  }

  private static Fields request() {
    var kind = texts("kubernetes.GroupVersionKind", "group", "version", "kind");
    var resource = texts("kubernetes.GroupVersionResource", "group", "version", "resource");
    var user = new TreeMap<String, ValueType>();
    user.put("username", Simple.STRING);
    user.put("uid", Simple.STRING);
    user.put("groups", TEXTS);
    user.put("extra", new MapOf(TEXTS));
    var fields = new TreeMap<String, ValueType>();
    fields.put("kind", kind);
    fields.put("resource", resource);
    fields.put("subResource", Simple.STRING);
    fields.put("requestKind", kind);
    fields.put("requestResource", resource);
    fields.put("requestSubResource", Simple.STRING);
    fields.put("name", Simple.STRING);
    fields.put("namespace", Simple.STRING);
    fields.put("operation", Simple.STRING);
    fields.put("userInfo", new Fields("kubernetes.UserInfo", user));
    fields.put("dryRun", Simple.BOOL);
    fields.put("options", Simple.DYNAMIC);
    return new Fields("kubernetes.AdmissionRequest", fields);
  }

  /// The parts of a Namespace that expressions can see.
  private static Fields namespace() {
    var metadata = new TreeMap<>(texts("", "name", "generateName", "namespace", "UID").fields());
    metadata.put("labels", LABELS);
    metadata.put("annotations", LABELS);
    metadata.put("creationTimestamp", Simple.TIMESTAMP);
    metadata.put("deletionGracePeriodSeconds", Simple.INT);
    metadata.put("deletionTimestamp", Simple.TIMESTAMP);
    metadata.put("generation", Simple.INT);
    metadata.put("resourceVersion", Simple.STRING);
    metadata.put("finalizers", TEXTS);
    var spec = new TreeMap<String, ValueType>();
    spec.put("finalizers", TEXTS);
    var condition = new TreeMap<>(texts("", "status", "type", "message", "reason").fields());
    condition.put("lastTransitionTime", Simple.TIMESTAMP);
    var status = new TreeMap<String, ValueType>();
    status.put("conditions", new ListOf(new Fields("kubernetes.NamespaceCondition", condition)));
    status.put("phase", Simple.STRING);
    var fields = new TreeMap<String, ValueType>();
    fields.put("metadata", new Fields("kubernetes.NamespaceMetadata", metadata));
    fields.put("spec", new Fields("kubernetes.NamespaceSpec", spec));
    fields.put("status", new Fields("kubernetes.NamespaceStatus", status));
    return new Fields("kubernetes.Namespace", fields);
  }

  private static Fields texts(String type, String... names) {
    var fields = new TreeMap<String, ValueType>();
    for (var name : names) {
      fields.put(name, Simple.STRING);
    }
    return new Fields(type, fields);
  }
}
