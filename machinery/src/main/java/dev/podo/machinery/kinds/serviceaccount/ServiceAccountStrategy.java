package dev.podo.machinery.kinds.serviceaccount;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.ServiceAccount;

final class ServiceAccountStrategy extends ObjectStrategy<ServiceAccount> {
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
  public boolean allowsUnconditionalUpdate() {
    return false;
  }
}
