package dev.podo.machinery.custom;

import dev.podo.machinery.apply.Shape;
import dev.podo.machinery.apply.Versions;
import dev.podo.machinery.dynamic.DynamicList;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.Conversion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionNames;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The kinds that one CustomResourceDefinition declares, one for each of its versions. Immutable: a
/// changed definition makes other kinds, and what was kept by the old ones is kept no more.
///
/// All of them are stored in one version, under one key (`stable.example.com/crontabs`); an object
/// is stored as its `apiVersion` says, so objects that were stored while another version was the
/// one to store stay readable. Schemas are compiled when the first object of a version is met.
public final class CustomKinds {
  private final CustomResourceDefinition definition;
  private final VersionConverter converter;
  private final Map<String, CustomVersion> versions = new TreeMap<>();
  private final Map<String, Kind<DynamicObject>> kinds = new TreeMap<>();
  private final Kind<DynamicObject> storage;

  /// @param definition one that is valid
  /// @param converter its conversion strategy
  public CustomKinds(CustomResourceDefinition definition, VersionConverter converter) {
    this.definition = definition;
    this.converter = converter;
    var stored = storedVersion(definition);
    for (var version : definition.spec().versions()) {
      versions.put(version.name(), new CustomVersion(definition, version, versions()));
    }
    this.storage = kind(stored, null);
    for (var version : definition.spec().versions()) {
      kinds.put(
          version.name(), version.name().equals(stored.name()) ? storage : kind(version, storage));
    }
  }

  private static CustomResourceDefinitionVersion storedVersion(CustomResourceDefinition of) {
    return of.spec().versions().stream()
        .filter(CustomResourceDefinitionVersion::storage)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no version of " + of + " is stored"));
  }

  /// The names that the definition has been accepted under; those that it asks for, until then.
  public static CustomResourceDefinitionNames names(CustomResourceDefinition definition) {
    var accepted = definition.status().acceptedNames();
    return accepted.kind().isEmpty() ? definition.spec().names() : accepted;
  }

  public CustomResourceDefinition definition() {
    return definition;
  }

  /// The kind in which objects are stored, served or not.
  public Kind<DynamicObject> storage() {
    return storage;
  }

  /// The kind of a version, such as `v1`; null if the definition has no such version.
  public @Nullable Kind<DynamicObject> kind(String version) {
    return kinds.get(version);
  }

  /// The kinds of the versions that are served, in the order of the definition.
  public List<Kind<DynamicObject>> served() {
    var served = new ArrayList<Kind<DynamicObject>>();
    for (var version : definition.spec().versions()) {
      var kind = kinds.get(version.name());
      if (version.served() && kind != null) {
        served.add(kind);
      }
    }
    return served;
  }

  private Kind<DynamicObject> kind(
      CustomResourceDefinitionVersion version, @Nullable Kind<DynamicObject> storedAs) {
    var names = names(definition);
    var gvk = new GroupVersionKind(definition.spec().group(), version.name(), names.kind());
    var own = version(version.name());
    Conversion<DynamicObject, DynamicObject> conversion =
        new Conversion<>(
            storedAs,
            object -> toStorage(object),
            stored -> fromStorage(stored, version.name()),
            converter.waits() && definition.spec().versions().size() > 1);
    KindBuilder<DynamicObject> builder =
        Kind.<DynamicObject>declare(gvk, kind -> own.describe(kind))
            .schema(DynamicObject.SCHEMA)
            .plural(names.plural())
            .singular(names.singular())
            .listKind(names.listKind())
            .shortNames(names.shortNames().toArray(String[]::new))
            .categories(names.categories().toArray(String[]::new))
            .published(version)
            .storedAs(conversion);
    if (definition.spec().scope().equals("Namespaced")) {
      builder.namespaced();
    }
    if (version.deprecated()) {
      builder.deprecated(deprecation(version, gvk));
    }
    var parts = version.subresources();
    if (parts != null && parts.status() != null) {
      builder.subresources(Subresource.STATUS);
    }
    if (parts != null && parts.scale() != null) {
      builder.subresources(Subresource.SCALE);
    }
    return builder.build();
  }

  private static String deprecation(CustomResourceDefinitionVersion version, GroupVersionKind gvk) {
    var warning = version.deprecationWarning();
    return warning == null || warning.isEmpty()
        ? gvk.group() + "/" + gvk.version() + " " + gvk.kind() + " is deprecated"
        : warning;
  }

  private CustomVersion version(String name) {
    var version = versions.get(name);
    if (version == null) {
      throw new IllegalArgumentException("there is no version " + name);
    }
    return version;
  }

  private DynamicObject toStorage(DynamicObject object) {
    return object.apiVersion().equals(storage.apiVersion())
        ? object
        : version(storage.version())
            .pruned(converter.convert(List.of(object), storage.apiVersion()).getFirst());
  }

  /// Stored objects as a version shows them: with the defaults of the version in which each was
  /// stored, converted, and without what the version's schema does not know. All that need it are
  /// converted at once.
  ///
  /// @param version such as `v1`
  /// @throws dev.podo.machinery.errors.ApiException if they cannot be converted
  public List<DynamicObject> fromStorage(List<DynamicObject> stored, String version) {
    var shown = new ArrayList<DynamicObject>(stored.size());
    var elsewhere = new ArrayList<DynamicObject>();
    var own = version(version);
    for (var object : stored) {
      var in = versions.getOrDefault(versionOf(object), version(storage.version()));
      var read = in.read(object);
      shown.add(read);
      if (!read.apiVersion().equals(own.apiVersion())) {
        elsewhere.add(read);
      }
    }
    if (elsewhere.isEmpty()) {
      return shown;
    }
    var converted = converter.convert(elsewhere, own.apiVersion()).iterator();
    shown.replaceAll(object ->
        object.apiVersion().equals(own.apiVersion()) ? object : own.pruned(converted.next()));
    return shown;
  }

  private static String versionOf(DynamicObject object) {
    return object.apiVersion().substring(object.apiVersion().indexOf('/') + 1);
  }

  /// What server-side apply needs to know of the versions.
  public Versions versions() {
    return new Versions() {
      @Override
      public @Nullable Shape shape(String apiVersion) {
        for (var version : versions.values()) {
          if (version.apiVersion().equals(apiVersion)) {
            return version.shape();
          }
        }
        return null;
      }

      @Override
      public Object convert(Object object, String apiVersion) {
        return object instanceof DynamicObject value
            ? converter.convert(List.of(value), apiVersion).getFirst()
            : Trees.of(converter.convert(List.of(DynamicObject.of(object)), apiVersion).getFirst());
      }

      @Override
      public boolean mayHaveChanged() {
        return true;
      }
    };
  }

  static void listed(KindBuilder<DynamicObject> kind, String apiVersion, String listKind) {
    kind.schema(DynamicObject.SCHEMA)
        .listedAs(
            DynamicList.SCHEMA,
            (metadata, items) -> new DynamicList(apiVersion, listKind, metadata, items));
  }
}
