package dev.podo.machinery.kinds.serviceaccount;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.ServiceAccount;
import java.util.List;

final class ServiceAccountStrategy extends ObjectStrategy<ServiceAccount> {
  private static final String ENFORCE = "kubernetes.io/enforce-mountable-secrets";

  ServiceAccountStrategy() {
    super(inNamespace(), ServiceAccount::withMetadata);
  }

  @Override
  public ServiceAccount prepareForCreate(ServiceAccount account) {
    return withPlainSecrets(super.prepareForCreate(account));
  }

  @Override
  public ServiceAccount prepareForUpdate(ServiceAccount now, ServiceAccount old) {
    return withPlainSecrets(super.prepareForUpdate(now, old));
  }

  /// Of the references to Secrets only the names mean anything.
  private static ServiceAccount withPlainSecrets(ServiceAccount account) {
    var plain =
        Default.each(account.secrets(), it -> ObjectReference.builder().name(it.name()).build());
    return account.with(b -> b.secrets(plain));
  }

  @Override
  public List<String> warnings(ServiceAccount account) {
    return account.metadata().annotations().containsKey(ENFORCE)
        ? List.of(
            "metadata.annotations["
                + ENFORCE
                + "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted"
                + " secrets")
        : List.of();
  }

  @Override
  public List<String> updateWarnings(ServiceAccount now, ServiceAccount old) {
    return old.metadata().annotations().containsKey(ENFORCE) ? List.of() : warnings(now);
  }
}
