package dev.podo.machinery.custom;

import dev.podo.machinery.apply.Versions;
import dev.podo.machinery.codec.Decoded;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Strategy;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.rules.RuleCheck;
import dev.podo.machinery.rules.RuleTree;
import dev.podo.machinery.structural.Defaulting;
import dev.podo.machinery.structural.EmbeddedObjects;
import dev.podo.machinery.structural.ListRelations;
import dev.podo.machinery.structural.Pruning;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.machinery.structural.Validation;
import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.apiextensions.v1.CustomResourceSubresourceScale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a definition demands of its objects in one version.
public final class CustomStrategy implements Strategy<DynamicObject> {
  private static final FieldPath METADATA = FieldPath.root("metadata");
  private static final String STATUS = "status";

  private final MetadataRules metadata;
  private final String apiVersion;
  private final String kind;
  private final boolean hasStatus;
  private final @Nullable CustomResourceSubresourceScale scale;
  private final Versions versions;
  private final StructuralSchema schema;
  private volatile @Nullable RuleTree rules;
  private volatile boolean rulesRead;

  CustomStrategy(
      CustomResourceDefinition definition,
      CustomResourceDefinitionVersion version,
      Versions versions,
      StructuralSchema schema) {
    this.metadata =
        new MetadataRules(definition.spec().scope().equals("Namespaced"), NameRule.SUBDOMAIN, true);
    this.apiVersion = definition.spec().group() + "/" + version.name();
    this.kind = CustomKinds.names(definition).kind();
    var parts = version.subresources();
    this.hasStatus = parts != null && parts.status() != null;
    this.scale = parts == null ? null : parts.scale();
    this.versions = versions;
    this.schema = schema;
  }

  /// What server-side apply needs to know of the definition's versions.
  public Versions versions() {
    return versions;
  }

  /// The schema of the version; [StructuralSchema#ANYTHING] if it has none.
  public StructuralSchema schema() {
    return schema;
  }

  @Override
  public Decoded<DynamicObject> conform(DynamicObject object, Strictness strictness) {
    var tells = strictness != Strictness.IGNORE;
    var pruned = Pruning.resource(schema, object.content(), tells);
    var problems = pruned.unknown().stream().map(path -> "unknown field \"" + path + "\"").toList();
    return new Decoded<>(object.withContent(Trees.asMap(pruned.value())), problems);
  }

  @Override
  public DynamicObject defaults(DynamicObject object) {
    return object.withContent(Trees.asMap(Defaulting.defaults(schema, object.content())));
  }

  @Override
  public DynamicObject prepareForCreate(DynamicObject object) {
    var counted = object.withMetadata(SystemMetadata.first(object.metadata()));
    return hasStatus ? counted.with(STATUS, null) : counted;
  }

  @Override
  public DynamicObject prepareForUpdate(DynamicObject now, DynamicObject old) {
    var kept = hasStatus ? withStatusOf(now, old) : now;
    var changed = !defaults(kept).content().equals(old.content());
    return kept.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
  }

  private static DynamicObject withStatusOf(DynamicObject object, DynamicObject other) {
    return object.with(STATUS, other.content().get(STATUS));
  }

  /// Nothing but the status is taken from what was sent.
  @Override
  public DynamicObject prepareForStatusUpdate(DynamicObject now, DynamicObject old) {
    var sent = now.metadata();
    return withStatusOf(old, now)
        .withMetadata(
            old.metadata()
                .with(m ->
                    m.managedFields(sent.managedFields()).resourceVersion(sent.resourceVersion())));
  }

  @Override
  public List<FieldError> validate(DynamicObject object) {
    var type = checkType(object);
    if (!type.isEmpty()) {
      return type;
    }
    var findings = new Findings();
    metadata.check(object.metadata(), METADATA, findings);
    Validation.check(schema, tree(object)).forEach(findings::add);
    ScaleRules.check(scale, object, findings);
    EmbeddedObjects.check(schema, object.content(), FieldPath.empty(), findings);
    ListRelations.check(schema, object.content()).forEach(findings::add);
    checkRules(object, null, findings, warning -> {});
    return findings.errors();
  }

  @Override
  public List<FieldError> validateUpdate(DynamicObject now, DynamicObject old) {
    return validateUpdate(now, old, warning -> {});
  }

  @Override
  public List<FieldError> validateUpdate(
      DynamicObject now, DynamicObject old, Consumer<String> warnings) {
    return changed(
        now,
        old,
        findings -> {
          Validation.checkUpdate(schema, tree(now), tree(old)).forEach(findings::add);
          ScaleRules.check(scale, now, findings);
          EmbeddedObjects.check(schema, now.content(), FieldPath.empty(), findings);
        },
        warnings);
  }

  /// @param parts checks what of the object the update may have changed
  private List<FieldError> changed(
      DynamicObject now, DynamicObject old, Consumer<Findings> parts, Consumer<String> warnings) {
    var type = checkType(now);
    if (!type.isEmpty()) {
      return type;
    }
    var findings = new Findings();
    metadata.checkUpdate(now.metadata(), old.metadata(), METADATA, findings);
    parts.accept(findings);
    checkLists(now, old, findings);
    checkRules(now, old, findings, warnings);
    return findings.errors();
  }

  /// Two elements alike may stay, if there were such before.
  private void checkLists(DynamicObject now, DynamicObject old, Findings findings) {
    var errors = ListRelations.check(schema, now.content());
    if (!errors.isEmpty() && ListRelations.check(schema, old.content()).isEmpty()) {
      errors.forEach(findings::add);
    }
  }

  @Override
  public List<FieldError> validateStatusUpdate(DynamicObject now, DynamicObject old) {
    return validateStatusUpdate(now, old, warning -> {});
  }

  /// Of the object, the status alone is looked at; rules see all of it.
  @Override
  public List<FieldError> validateStatusUpdate(
      DynamicObject now, DynamicObject old, Consumer<String> warnings) {
    return changed(now, old, findings -> checkStatus(now, old, findings), warnings);
  }

  private void checkStatus(DynamicObject now, DynamicObject old, Findings findings) {
    var status = schema.child(STATUS);
    if (status != null && now.content().containsKey(STATUS)) {
      Validation.checkUpdate(status, now.content().get(STATUS), old.content().get(STATUS))
          .forEach(error -> findings.add(error.below(FieldPath.root(STATUS))));
    }
    ScaleRules.checkStatus(scale, now, findings);
  }

  private List<FieldError> checkType(DynamicObject object) {
    var errors = new ArrayList<FieldError>();
    if (!object.kind().equals(kind)) {
      errors.add(FieldError.invalid(FieldPath.root("kind"), object.kind(), "must be " + kind));
    }
    if (!object.apiVersion().equals(apiVersion)) {
      errors.add(
          FieldError.invalid(
              FieldPath.root("apiVersion"), object.apiVersion(), "must be " + apiVersion));
    }
    return errors;
  }

  @Override
  public List<String> warnings(DynamicObject object) {
    return Finalizers.warnings(object.metadata().finalizers());
  }

  /// Only of finalizers that were not there before.
  @Override
  public List<String> updateWarnings(DynamicObject now, DynamicObject old) {
    var added = new ArrayList<>(now.metadata().finalizers());
    added.removeAll(old.metadata().finalizers());
    return Finalizers.warnings(added);
  }

  /// The object as its schema sees it; metadata only where the schema says something of it.
  private Map<String, @Nullable Object> tree(DynamicObject object) {
    if (schema.properties().containsKey("metadata")) {
      return Trees.of(object);
    }
    var tree = new LinkedHashMap<String, @Nullable Object>(object.content());
    tree.put("apiVersion", object.apiVersion());
    tree.put("kind", object.kind());
    tree.put("metadata", Map.of());
    return Trees.frozen(tree);
  }

  private void checkRules(
      DynamicObject now,
      @Nullable DynamicObject old,
      Findings findings,
      Consumer<String> warnings) {
    var compiled = rules();
    if (compiled == null) {
      return;
    }
    if (hasBlocking(findings.errors())) {
      findings.invalid(
          FieldPath.empty(),
          null,
          "some validation rules were not checked because the object was invalid; correct the"
              + " existing errors to complete validation");
      return;
    }
    var before = old == null ? null : named(old);
    RuleCheck.check(compiled, named(now), before, warnings).forEach(findings::add);
  }

  /// Compiled when the first object is looked at.
  private @Nullable RuleTree rules() {
    if (!rulesRead) {
      rules = RuleTree.of(schema);
      rulesRead = true;
    }
    return rules;
  }

  /// The object as rules see it: of its metadata, the names alone.
  private static Map<String, @Nullable Object> named(DynamicObject object) {
    var tree = new LinkedHashMap<String, @Nullable Object>(object.content());
    tree.put("apiVersion", object.apiVersion());
    tree.put("kind", object.kind());
    var names = new LinkedHashMap<String, @Nullable Object>();
    putText("generateName", object.metadata().generateName(), names);
    putText("name", object.metadata().name(), names);
    tree.put("metadata", names);
    return Trees.frozen(tree);
  }

  private static void putText(String key, String text, Map<String, @Nullable Object> to) {
    if (!text.isEmpty()) {
      to.put(key, text);
    }
  }

  /// Whether errors are such that rules are not to be evaluated, since the object is not what they
  /// expect.
  private static boolean hasBlocking(List<FieldError> errors) {
    return errors.stream()
        .anyMatch(error ->
            switch (error.type()) {
              case NOT_SUPPORTED, REQUIRED, TOO_LONG, TOO_MANY, TYPE_INVALID -> true;
              case NOT_FOUND, DUPLICATE, INVALID, FORBIDDEN, TOO_SHORT, TOO_FEW, INTERNAL -> false;
            });
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }
}
