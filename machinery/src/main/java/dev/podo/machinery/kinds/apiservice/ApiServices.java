package dev.podo.machinery.kinds.apiservice;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.table.Cells;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.apiregistration.v1.APIServiceCondition;
import dev.podo.model.apiregistration.v1.APIServiceList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who serves a version of a group: this server, or a Service that requests are handed on to.
public final class ApiServices {
  public static final String AVAILABLE = "Available";

  public static final Kind<APIService> KIND =
      Kind.declare(
              new GroupVersionKind("apiregistration.k8s.io", "v1", "APIService"),
              ApiServices::details)
          .plural("apiservices")
          .categories("api-extensions")
          .subresources(Subresource.STATUS)
          .build();

  private ApiServices() {}

  private static void details(KindBuilder<APIService> kind) {
    kind.schema(APIService.SCHEMA)
        .strategy(new ApiServiceStrategy())
        .columns(
            List.of(
                Column.named(),
                Column.text(
                    "Service", "The Service that serves it, if not this server.", it -> by(it)),
                Column.text("Available", "Whether it can be asked.", it -> availability(it)),
                Cells.age()))
        .listedAs(
            APIServiceList.SCHEMA,
            (meta, items) -> APIServiceList.builder().metadata(meta).items(items).build());
  }

  /// The name that the APIService of a version of a group must have.
  public static String name(GroupVersion of) {
    return of.version() + "." + of.group();
  }

  public static GroupVersion groupVersion(APIService service) {
    return new GroupVersion(service.spec().group(), service.spec().version());
  }

  /// Whether a Service serves it rather than this server.
  public static boolean isRemote(APIService service) {
    return service.spec().service() != null;
  }

  public static boolean isAvailable(APIService service) {
    var condition = available(service);
    return condition != null && condition.status().equals("True");
  }

  /// What is known of its being available; null before anybody has looked.
  public static @Nullable APIServiceCondition available(APIService service) {
    for (var condition : service.status().conditions()) {
      if (condition.type().equals(AVAILABLE)) {
        return condition;
      }
    }
    return null;
  }

  /// With this condition in place of the one of the same type. The time of the last change stays as
  /// it was when the status is the same.
  public static APIService withCondition(APIService service, APIServiceCondition next) {
    var conditions = new ArrayList<APIServiceCondition>();
    var put = false;
    for (var condition : service.status().conditions()) {
      if (!condition.type().equals(next.type())) {
        conditions.add(condition);
      } else {
        conditions.add(
            condition.status().equals(next.status())
                ? next.with(b -> b.lastTransitionTime(condition.lastTransitionTime()))
                : next);
        put = true;
      }
    }
    if (!put) {
      conditions.add(next);
    }
    return service.withStatus(service.status().with(b -> b.conditions(conditions)));
  }

  private static String by(APIService service) {
    var reference = service.spec().service();
    return reference == null ? "Local" : reference.namespace() + "/" + reference.name();
  }

  private static String availability(APIService service) {
    var condition = available(service);
    if (condition == null) {
      return "Unknown";
    }
    return condition.status().equals("True") || condition.reason().isEmpty()
        ? condition.status()
        : condition.status() + " (" + condition.reason() + ")";
  }
}
