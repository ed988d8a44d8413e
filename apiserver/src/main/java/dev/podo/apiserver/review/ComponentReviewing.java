package dev.podo.apiserver.review;

import dev.podo.apiserver.health.Health;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.Stored;
import dev.podo.apiserver.verbs.Actions;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.componentstatus.ComponentStatuses;
import dev.podo.model.core.v1.ComponentCondition;
import dev.podo.model.core.v1.ComponentStatus;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.ArrayList;
import java.util.List;

/// Asks the parts of the control plane how they are (`kubectl get componentstatuses`).
public final class ComponentReviewing {
  private final Health health;

  public ComponentReviewing(Health health) {
    this.health = health;
  }

  public void addTo(Actions actions) {
    var resource = ComponentStatuses.KIND.toString();
    actions.with(resource, "", "get", this::get).with(resource, "", "list", this::list);
  }

  private Answer get(Call call) {
    var name = call.info().name();
    var problem = health.components().get(name);
    if (problem == null) {
      throw ApiErrors.notFound(ComponentStatuses.KIND.groupResource(), name);
    }
    return new Answer.OfObject<>(200, ComponentStatuses.KIND, new Stored(status(name, problem)));
  }

  private Answer list(Call call) {
    var options = call.input().listOptions(call.info());
    var items = new ArrayList<Stored>();
    health
        .components()
        .forEach((name, problem) -> {
          var status = status(name, problem);
          if (options.labels().matches(status.metadata().labels())
              && options.fields().matches(field -> field.equals("metadata.name") ? name : "")) {
            items.add(new Stored(status));
          }
        });
    return new Answer.OfList<>(ComponentStatuses.KIND, ListMeta.EMPTY, items);
  }

  private static ComponentStatus status(String name, String problem) {
    var well = problem.isEmpty();
    var condition =
        ComponentCondition.builder()
            .type(ComponentStatuses.HEALTHY)
            .status(well ? "True" : "False")
            .message(well ? "ok" : problem)
            .build();
    return ComponentStatus.builder()
        .metadata(ObjectMeta.builder().name(name).build())
        .conditions(List.of(condition))
        .build();
  }
}
