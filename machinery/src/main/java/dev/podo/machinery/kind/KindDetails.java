package dev.podo.machinery.kind;

import dev.podo.model.ApiList;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.TableRowCondition;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What only those need to know of a kind who deal with its objects.
record KindDetails<T extends ApiObject>(
    Schema<T> schema,
    Strategy<T> strategy,
    List<Column<T>> columns,
    Function<T, List<TableRowCondition>> rowConditions,
    @Nullable Comparator<T> rowOrder,
    SortedMap<String, Function<T, String>> selectableFields,
    @Nullable ScaleMapping<T> scale,
    SortedMap<String, PartRules<T>> parts,
    List<GatedFields> gates,
    @Nullable Listing<T> listing) {

  /// How objects are listed; there is none of a kind that is not.
  record Listing<T extends ApiObject>(
      Schema<? extends ApiList<T>> schema,
      BiFunction<ListMeta, List<T>, ? extends ApiList<T>> maker) {}
}
