package dev.podo.machinery.kinds.ingressclass;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.table.Cells;
import dev.podo.model.networking.v1.IngressClass;
import dev.podo.model.networking.v1.IngressClassList;
import java.util.List;

/// Which controller serves which Ingresses.
public final class IngressClasses {
  /// The annotation that makes a class the one of Ingresses that name none.
  public static final String IS_DEFAULT = "ingressclass.kubernetes.io/is-default-class";

  private static final List<Column<IngressClass>> COLUMNS =
      List.of(
          Column.named(it -> it.metadata().name() + (isDefault(it) ? " (default)" : "")),
          Column.text(
              "Controller",
              "The program that serves Ingresses of this class.",
              ingressClass -> ingressClass.spec().controller()),
          Column.text(
              "Parameters",
              "An object with more configuration for the controller.",
              IngressClasses::parameters),
          Cells.age());

  public static final Kind<IngressClass> KIND =
      Kind.declare(
              new GroupVersionKind("networking.k8s.io", "v1", "IngressClass"), IngressClass.SCHEMA)
          .plural("ingressclasses")
          .strategy(new IngressClassStrategy())
          .columns(COLUMNS)
          .listedAs(
              IngressClassList.SCHEMA,
              (meta, items) -> IngressClassList.builder().metadata(meta).items(items).build())
          .build();

  private IngressClasses() {}

  /// Whether Ingresses that name no class are of this one.
  public static boolean isDefault(IngressClass ingressClass) {
    return "true".equals(ingressClass.metadata().annotations().get(IS_DEFAULT));
  }

  private static String parameters(IngressClass ingressClass) {
    var parameters = ingressClass.spec().parameters();
    if (parameters == null) {
      return Cells.NONE;
    }
    var group = parameters.apiGroup();
    return parameters.kind() + (group == null ? "" : "." + group) + "/" + parameters.name();
  }
}
