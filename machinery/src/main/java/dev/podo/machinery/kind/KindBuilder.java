package dev.podo.machinery.kind;

import dev.podo.machinery.kind.KindDetails.Listing;
import dev.podo.model.ApiList;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.TableRowCondition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Collects the declaration of a [Kind].
public final class KindBuilder<T extends ApiObject> {
  private static final List<String> ALL_VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  final GroupVersionKind gvk;
  String plural;
  String singular;
  String listKind;
  boolean namespaced;
  List<String> shortNames = List.of();
  List<String> categories = List.of();
  List<String> verbs = ALL_VERBS;
  boolean stored = true;
  String deprecation = "";
  @Nullable CustomResourceDefinitionVersion published;
  @Nullable Schema<T> schema;
  @Nullable Conversion<T, ?> conversion;

  private final SortedSet<Subresource> subresources = new TreeSet<>();
  private final SortedMap<String, Function<T, String>> selectable = new TreeMap<>();
  private final SortedMap<String, PartRules<T>> parts = new TreeMap<>();
  private final List<GatedFields> gates = new ArrayList<>();
  private final @Nullable Consumer<KindBuilder<T>> more;
  private @Nullable Strategy<T> strategy;
  private List<Column<T>> columns = List.of();
  private @Nullable Function<T, List<TableRowCondition>> rowConditions;
  private @Nullable Comparator<T> rowOrder;
  private @Nullable ScaleMapping<T> scale;
  private @Nullable Schema<? extends ApiList<T>> listSchema;
  private @Nullable BiFunction<ListMeta, List<T>, ? extends ApiList<T>> listMaker;

  /// @param more declares the rest when it is needed; null if all is said here
  KindBuilder(GroupVersionKind gvk, @Nullable Consumer<KindBuilder<T>> more) {
    this.gvk = gvk;
    this.more = more;
    this.singular = Kind.lower(gvk.kind());
    this.plural = singular + "s";
    this.listKind = gvk.kind() + "List";
  }

  public KindBuilder<T> schema(Schema<T> type) {
    this.schema = type;
    return this;
  }

  /// The plural that stands in URLs, if it is not the lower-case kind with an s.
  public KindBuilder<T> plural(String word) {
    this.plural = word;
    return this;
  }

  /// The singular that people may type, if it is not the lower-case kind.
  public KindBuilder<T> singular(String word) {
    this.singular = word;
    return this;
  }

  /// What lists say of themselves, if it is not the kind with `List`.
  public KindBuilder<T> listKind(String word) {
    this.listKind = word;
    return this;
  }

  /// Objects lie in namespaces; without this they are the cluster's.
  public KindBuilder<T> namespaced() {
    this.namespaced = true;
    return this;
  }

  public KindBuilder<T> shortNames(String... names) {
    this.shortNames = List.of(names);
    return this;
  }

  public KindBuilder<T> categories(String... names) {
    this.categories = List.of(names);
    return this;
  }

  /// The resource has every verb but this.
  public KindBuilder<T> without(String verb) {
    var rest = new ArrayList<>(verbs);
    rest.remove(verb);
    this.verbs = rest;
    return this;
  }

  /// The resource has these verbs only.
  public KindBuilder<T> verbs(String... names) {
    this.verbs = List.of(names);
    return this;
  }

  /// Objects of this kind are answered, never kept: questions, commands, what is found out anew
  /// each time. Such a kind needs no strategy.
  public KindBuilder<T> notStored() {
    this.stored = false;
    return this;
  }

  /// Whoever uses the kind is warned, in these words.
  public KindBuilder<T> deprecated(String warning) {
    this.deprecation = warning;
    return this;
  }

  /// What a definition says of the kind's objects, for documents about the API.
  public KindBuilder<T> published(@Nullable CustomResourceDefinitionVersion version) {
    this.published = version;
    return this;
  }

  public KindBuilder<T> subresources(Subresource... more) {
    Collections.addAll(subresources, more);
    return this;
  }

  public KindBuilder<T> strategy(Strategy<T> rules) {
    this.strategy = rules;
    return this;
  }

  /// What holds for a subresource that changes a part of the object.
  public KindBuilder<T> part(String subresource, PartRules<T> rules) {
    parts.put(subresource, rules);
    return this;
  }

  /// Fields that belong to a feature which is switched off: nobody can set them.
  ///
  /// @param feature the name of upstream's feature gate
  /// @param paths fields from the object down, as in `spec.volumes.projected`; a list or a map on
  ///   the way stands for all that is in it
  public KindBuilder<T> gated(String feature, String... paths) {
    return gated(List.of(GatedFields.of(feature, List.of(paths))));
  }

  /// As [#gated(String, String...)], of several features.
  public KindBuilder<T> gated(List<GatedFields> features) {
    gates.addAll(features);
    return this;
  }

  public KindBuilder<T> columns(List<Column<T>> list) {
    this.columns = list;
    return this;
  }

  public KindBuilder<T> rowConditions(Function<T, List<TableRowCondition>> function) {
    this.rowConditions = function;
    return this;
  }

  /// The order of a table's rows; else it is that of names.
  public KindBuilder<T> rowOrder(Comparator<T> order) {
    this.rowOrder = order;
    return this;
  }

  /// A field selector may name this path.
  public KindBuilder<T> selectable(String path, Function<T, String> value) {
    selectable.put(path, value);
    return this;
  }

  /// How the scale subresource maps.
  public KindBuilder<T> scale(ScaleMapping<T> mapping) {
    this.scale = mapping;
    return subresources(Subresource.SCALE);
  }

  /// The kind is a view of objects stored as another kind, or of another day.
  public KindBuilder<T> storedAs(Conversion<T, ?> asStored) {
    this.conversion = asStored;
    return this;
  }

  public <L extends ApiList<T>> KindBuilder<T> listedAs(
      Schema<L> listType, BiFunction<ListMeta, List<T>, L> maker) {
    this.listSchema = listType;
    this.listMaker = maker;
    return this;
  }

  /// @throws IllegalStateException if the schema, the strategy or the list type was left out of a
  ///   declaration that says everything at once
  public Kind<T> build() {
    return new Kind<>(this);
  }

  SortedSet<Subresource> frozenSubresources() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(subresources));
  }

  /// Where the kind finds the rest: here, or in what is declared later.
  Supplier<KindDetails<T>> detailing() {
    if (more == null) {
      var all = details(namespaced, stored);
      return () -> all;
    }
    var inNamespace = namespaced;
    var kept = stored;
    return () -> {
      var builder = new KindBuilder<T>(gvk, null);
      more.accept(builder);
      return builder.details(inNamespace, kept);
    };
  }

  private KindDetails<T> details(boolean inNamespace, boolean kept) {
    selectable("metadata.name", object -> object.metadata().name());
    if (inNamespace) {
      selectable("metadata.namespace", object -> object.metadata().namespace());
    }
    return new KindDetails<>(
        there(schema, "schema"),
        kept ? strategy() : new Unstored<>(),
        List.copyOf(columns),
        rowConditions == null ? object -> List.of() : rowConditions,
        rowOrder,
        Collections.unmodifiableSortedMap(new TreeMap<>(selectable)),
        scale,
        parts(),
        List.copyOf(gates),
        kept
            ? new Listing<>(there(listSchema, "list type"), there(listMaker, "list type"))
            : listing());
  }

  private Strategy<T> strategy() {
    var rules = there(strategy, "strategy");
    return gates.isEmpty() ? rules : new GatedStrategy<>(rules, List.copyOf(gates));
  }

  private SortedMap<String, PartRules<T>> parts() {
    var off = List.copyOf(gates);
    var all = new TreeMap<String, PartRules<T>>();
    parts.forEach((name, rules) ->
        all.put(
            name,
            new PartRules<>(
                (now, old) -> rules.prepare().apply(GatedStrategy.dropped(off, now, old), old),
                rules.validate())));
    return Collections.unmodifiableSortedMap(all);
  }

  private @Nullable Listing<T> listing() {
    return listSchema == null || listMaker == null ? null : new Listing<>(listSchema, listMaker);
  }

  private <V> V there(@Nullable V value, String what) {
    if (value == null) {
      throw new IllegalStateException(gvk + " declares no " + what);
    }
    return value;
  }
}
