package dev.podo.apiserver.admission;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.kinds.ingress.Ingresses;
import dev.podo.machinery.kinds.ingressclass.IngressClasses;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.store.Versioned;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// An Ingress that names no class gets the one that is marked as default; of several the newest.
public final class DefaultIngressClass implements Admission {
  private static final String OLD_ANNOTATION = "kubernetes.io/ingress.class";
  private static final String IS_DEFAULT = "ingressclass.kubernetes.io/is-default-class";

  private final ObjectStore store;

  public DefaultIngressClass(ObjectStore store) {
    this.store = store;
  }

  @Override
  public <T extends ApiObject> T mutate(AdmissionRequest<T> request, T object) {
    if (!request.isCreationOf(Ingresses.KIND)
        || !(object instanceof Ingress ingress)
        || ingress.spec().ingressClassName() != null
        || ingress.metadata().annotations().containsKey(OLD_ANNOTATION)) {
      return object;
    }
    List<Versioned<Stored>> classes = store.image().list(IngressClasses.KIND.storageKey());
    var chosen =
        classes.stream()
            .map(entry -> entry.value().object().metadata())
            .filter(meta -> "true".equals(meta.annotations().get(IS_DEFAULT)))
            .max(
                Comparator.comparing(
                        (ObjectMeta meta) -> {
                          var created = meta.creationTimestamp();
                          return created == null ? Instant.EPOCH : created;
                        })
                    .thenComparing(meta -> meta.name(), Comparator.reverseOrder()));
    return chosen
        .map(meta -> ingress.withSpec(ingress.spec().with(s -> s.ingressClassName(meta.name()))))
        .map(request.kind()::cast)
        .orElse(object);
  }
}
