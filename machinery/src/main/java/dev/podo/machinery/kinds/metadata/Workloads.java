package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.Names;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the tables of kinds with a Pod template show of it.
public final class Workloads {
  private Workloads() {}

  /// The names of the template's containers.
  public static String containers(PodTemplateSpec template) {
    return joined(template.spec(), container -> container.name());
  }

  /// The images of the template's containers.
  public static String images(PodTemplateSpec template) {
    return joined(template.spec(), container -> container.image());
  }

  /// Labels as text: `a=b,c=d`, or `<none>`.
  public static String labels(Map<String, String> labels) {
    return Cells.orNone(
        labels.entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining(",")));
  }

  /// The columns of a kind with a Pod template that only `-o wide` shows.
  public static <T extends ApiObject> List<Column<T>> wide(
      Function<T, PodTemplateSpec> template, Function<T, String> selector) {
    return List.of(
        containersColumn(template),
        imagesColumn(template),
        Column.<T>text("Selector", "Which Pods belong to it.", selector).wide());
  }

  public static <T extends ApiObject> Column<T> containersColumn(
      Function<T, PodTemplateSpec> template) {
    return Column.<T>text(
            "Containers",
            "The containers of the template, by name.",
            object -> containers(template.apply(object)))
        .wide();
  }

  public static <T extends ApiObject> Column<T> imagesColumn(
      Function<T, PodTemplateSpec> template) {
    return Column.<T>text(
            "Images",
            "The images of the template's containers.",
            object -> images(template.apply(object)))
        .wide();
  }

  /// Names that were taken are counted, never uncounted.
  public static void checkCollisionCount(
      @Nullable Integer now, @Nullable Integer old, FieldPath status, Findings findings) {
    if (old != null && (now == null || now < old)) {
      findings.invalid(
          status.child("collisionCount"), now == null ? 0 : now, "cannot be decremented");
    }
  }

  /// What is said of a name that Pods' names and hostnames are made of and that is no label.
  public static List<String> nameWarnings(String name) {
    var problems = Names.dns1123Label(name);
    return problems.isEmpty()
        ? List.of()
        : List.of(
            "metadata.name: this is used in Pod names and hostnames, which can result in surprising"
                + " behavior; a DNS label is recommended: ["
                + String.join(" ", problems)
                + "]");
  }

  /// Warnings of an update are about what it changes: none if the generation is as it was.
  public static List<String> ifChanged(
      ObjectMeta now, ObjectMeta old, Supplier<List<String>> warnings) {
    return now.generation() == old.generation() ? List.of() : warnings.get();
  }

  /// Several lists as one.
  public static List<String> all(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static String joined(PodSpec spec, Function<Container, String> part) {
    return spec.containers().stream().map(part).collect(Collectors.joining(","));
  }
}
