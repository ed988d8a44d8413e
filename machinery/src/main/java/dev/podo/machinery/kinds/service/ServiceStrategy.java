package dev.podo.machinery.kinds.service;

import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServiceStatus;
import java.util.List;

final class ServiceStrategy extends ObjectStrategy<Service> {
  ServiceStrategy() {
    super(new MetadataRules(true, Names::dns1123Label), Service::withMetadata);
  }

  @Override
  public boolean createsOnUpdate() {
    return true;
  }

  @Override
  public Service defaults(Service service) {
    return ServiceDefaults.of(service);
  }

  @Override
  public Service prepareForCreate(Service service) {
    var created = ServiceChanges.withBothClusterIps(super.prepareForCreate(service));
    return ServiceFamilies.inferred(created, null).withStatus(ServiceStatus.EMPTY);
  }

  @Override
  public Service prepareForUpdate(Service now, Service old) {
    var metadata = SystemMetadata.next(now.metadata(), old.metadata(), false);
    // What is kept and what is dropped depends on the type.
    var typed = defaults(now).withMetadata(metadata).withStatus(old.status());
    return ServiceChanges.apply(typed, old);
  }

  @Override
  public Service prepareForStatusUpdate(Service now, Service old) {
    return super.prepareForUpdate(now, old).withSpec(old.spec());
  }

  @Override
  protected void check(Service service, Findings findings) {
    var unavailable = new Findings();
    ServiceFamilies.check(service, null, unavailable);
    if (unavailable.isEmpty()) {
      ServiceValidation.check(service, null, findings);
    }
    findings.addAll(unavailable);
  }

  @Override
  protected void checkUpdate(Service now, Service old, Findings findings) {
    var unavailable = new Findings();
    ServiceFamilies.check(now, old, unavailable);
    if (unavailable.isEmpty()) {
      AddressValidation.checkChange(now, old, findings);
      ServiceValidation.check(now, old, findings);
    }
    findings.addAll(unavailable);
  }

  @Override
  protected void checkStatusUpdate(Service now, Service old, Findings findings) {
    AddressValidation.checkStatus(now, old, findings);
  }

  @Override
  public List<String> warnings(Service service) {
    return ServiceWarnings.of(service);
  }
}
