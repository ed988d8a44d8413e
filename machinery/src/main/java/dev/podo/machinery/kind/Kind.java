package dev.podo.machinery.kind;

import dev.podo.model.ApiList;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.TableRowCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one declaration of a kind of object. Everything that the system does for a kind follows from
/// it; nothing else lists kinds.
public final class Kind<T extends ApiObject> {
  private final GroupVersionKind gvk;
  private final String plural;
  private final String singular;
  private final String listKind;
  private final boolean namespaced;
  private final List<String> shortNames;
  private final List<String> categories;
  private final List<String> verbs;
  private final boolean stored;
  private final String deprecation;
  private final @Nullable CustomResourceDefinitionVersion published;
  private final SortedSet<Subresource> subresources;
  private final @Nullable Conversion<T, ?> conversion;
  private final @Nullable Schema<T> schema; // Where it was said before the details.
  private final Supplier<KindDetails<T>> detailing;
  private volatile @Nullable KindDetails<T> details;

  Kind(KindBuilder<T> from) {
    this.gvk = from.gvk;
    this.plural = from.plural;
    this.singular = from.singular;
    this.listKind = from.listKind;
    this.namespaced = from.namespaced;
    this.shortNames = List.copyOf(from.shortNames);
    this.categories = List.copyOf(from.categories);
    this.verbs = List.copyOf(from.verbs);
    this.stored = from.stored;
    this.deprecation = from.deprecation;
    this.published = from.published;
    this.subresources = from.frozenSubresources();
    this.conversion = from.conversion;
    this.schema = from.schema;
    this.detailing = from.detailing();
  }

  /// Starts a declaration that says everything at once.
  public static <T extends ApiObject> KindBuilder<T> declare(
      GroupVersionKind gvk, Schema<T> schema) {
    return new KindBuilder<T>(gvk, null).schema(schema);
  }

  /// Starts a declaration that says no more than what the kind is called. What its objects are like
  /// is declared when the first of them is met: a process loads no classes of kinds that it does
  /// not use.
  ///
  /// @param details declares the schema, the list type, the strategy and the like; may run more
  ///   than once, and does not for those who ask for no more than a schema that was said before
  public static <T extends ApiObject> KindBuilder<T> declare(
      GroupVersionKind gvk, Consumer<KindBuilder<T>> details) {
    return new KindBuilder<>(gvk, details);
  }

  private KindDetails<T> details() {
    var known = details;
    if (known == null) {
      // Two threads may both come here; what they find is equal.
      known = detailing.get();
      details = known;
    }
    return known;
  }

  public GroupVersionKind gvk() {
    return gvk;
  }

  public GroupVersion groupVersion() {
    return gvk.groupVersion();
  }

  public GroupKind groupKind() {
    return gvk.groupKind();
  }

  public GroupResource groupResource() {
    return new GroupResource(gvk.group(), plural);
  }

  public String group() {
    return gvk.group();
  }

  public String version() {
    return gvk.version();
  }

  public String kind() {
    return gvk.kind();
  }

  public String apiVersion() {
    return gvk.apiVersion();
  }

  public String plural() {
    return plural;
  }

  public String singular() {
    return singular;
  }

  public String listKind() {
    return listKind;
  }

  public boolean namespaced() {
    return namespaced;
  }

  public List<String> shortNames() {
    return shortNames;
  }

  public List<String> categories() {
    return categories;
  }

  public Schema<T> schema() {
    return schema == null ? details().schema() : schema;
  }

  /// @throws IllegalStateException if objects of this kind are not listed
  public Schema<? extends ApiList<T>> listSchema() {
    return listing().schema();
  }

  private KindDetails.Listing<T> listing() {
    var listing = details().listing();
    if (listing == null) {
      throw new IllegalStateException(gvk + " declares no list type");
    }
    return listing;
  }

  /// What whoever uses the kind is warned of; "" if of nothing.
  public String deprecation() {
    return deprecation;
  }

  /// What a definition says of its objects, for documents about the API; null for kinds whose type
  /// is a record, and where it says nothing.
  public @Nullable CustomResourceDefinitionVersion published() {
    return published;
  }

  /// Whether objects are kept; of the others, each request is answered on the spot.
  public boolean isStored() {
    return stored;
  }

  /// The verbs of the resource itself, sorted.
  public List<String> verbs() {
    return verbs;
  }

  public SortedSet<Subresource> subresources() {
    return subresources;
  }

  /// The subresource of this name; null if the kind has none.
  public @Nullable Subresource subresource(String name) {
    for (var subresource : subresources) {
      if (subresource.name().equals(name)) {
        return subresource;
      }
    }
    return null;
  }

  public boolean hasStatus() {
    return subresource("status") != null;
  }

  public Strategy<T> strategy() {
    return details().strategy();
  }

  public List<Column<T>> columns() {
    return details().columns();
  }

  /// What a table says of an object's row as a whole, such as that a Pod has completed.
  public List<TableRowCondition> rowConditions(T object) {
    return details().rowConditions().apply(object);
  }

  /// The order of a table's rows; null if it is that in which the objects are listed.
  public @Nullable Comparator<T> rowOrder() {
    return details().rowOrder();
  }

  /// By the paths that a field selector may name.
  public SortedMap<String, Function<T, String>> selectableFields() {
    return details().selectableFields();
  }

  /// What holds for a subresource that changes a part of the object; null if there is no such.
  public @Nullable PartRules<T> part(String subresource) {
    return details().parts().get(subresource);
  }

  /// The fields that nobody can set because their features are switched off.
  public List<GatedFields> gatedFields() {
    return details().gates();
  }

  /// How the scale subresource maps; null if there is none.
  public @Nullable ScaleMapping<T> scale() {
    return details().scale();
  }

  /// Under what the objects are kept in the store: `core/pods`, `apps/deployments`. Two kinds that
  /// are views of one stored object have the same key.
  public String storageKey() {
    var storage = storageKind();
    if (!storage.equals(this)) {
      return storage.storageKey();
    }
    return (group().isEmpty() ? "core" : group()) + "/" + plural;
  }

  /// The kind that is stored: itself, unless this is a second view of another.
  public Kind<?> storageKind() {
    var storage = conversion == null ? null : conversion.storage();
    return storage == null ? this : storage;
  }

  /// Whether a stored object is of this kind just as it is, so that [#fromStorage] changes nothing.
  public boolean showsAsStored() {
    return conversion == null;
  }

  /// The form in which an object of this kind is stored.
  public ApiObject toStorage(T object) {
    return conversion == null ? object : conversion.store(object);
  }

  /// The stored object as this kind shows it.
  ///
  /// @throws ClassCastException if the object is of another kind
  public T fromStorage(ApiObject stored) {
    return conversion == null ? cast(stored) : conversion.views(this, List.of(stored)).getFirst();
  }

  /// Stored objects as this kind shows them, in their order: cheaper for many at once than one by
  /// one where somebody outside of this process is asked.
  public List<T> fromStorage(List<? extends ApiObject> stored) {
    return conversion == null
        ? stored.stream().map(this::cast).toList()
        : conversion.views(this, stored);
  }

  /// Whether [#fromStorage] and [#toStorage] may wait for somebody outside of this process: no
  /// thread that serves others may call them.
  public boolean waitsForConversion() {
    return conversion != null && conversion.waits();
  }

  /// The object, known to be of this kind.
  ///
  /// @throws ClassCastException if it is not
  public T cast(ApiObject object) {
    return schema().type().cast(object);
  }

  /// The object under other metadata.
  public T withMetadata(T object, ObjectMeta metadata) {
    return cast(object.withMetadata(metadata));
  }

  public ApiList<T> newList(ListMeta metadata, List<T> items) {
    return listing().maker().apply(metadata, items);
  }

  /// As errors name it: `pods`, `deployments.apps`.
  @Override
  public String toString() {
    return groupResource().toString();
  }

  static String lower(String kind) {
    return kind.toLowerCase(Locale.ROOT);
  }
}
