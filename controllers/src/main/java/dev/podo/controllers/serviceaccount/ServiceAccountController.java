package dev.podo.controllers.serviceaccount;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.ServiceAccount;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.List;

/// Keeps a ServiceAccount `default` in each namespace, for the Pods that name none.
public final class ServiceAccountController implements Reconciler<Namespace> {
  private static final String DEFAULT = "default";

  @Override
  public Watches watches(Watches.Of<Namespace> on) {
    return on.primary(Namespaces.KIND)
        .mapped(
            ServiceAccounts.KIND,
            (account, view) ->
                account.metadata().name().equals(DEFAULT)
                    ? List.of(new Key("", account.metadata().namespace()))
                    : List.of());
  }

  @Override
  public Plan reconcile(Namespace namespace, View view, Instant now) {
    var name = namespace.metadata().name();
    if (Namespaces.isTerminating(namespace)
        || view.get(ServiceAccounts.KIND, name, DEFAULT) != null) {
      return Plan.nothing();
    }
    var metadata = ObjectMeta.builder().namespace(name).name(DEFAULT).build();
    return Plan.create(
        ServiceAccounts.KIND,
        ServiceAccount.builder().metadata(metadata).build(),
        Announce.silent());
  }
}
