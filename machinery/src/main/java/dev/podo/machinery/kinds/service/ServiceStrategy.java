package dev.podo.machinery.kinds.service;

import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.model.core.v1.Service;

final class ServiceStrategy extends ObjectStrategy<Service> {
  ServiceStrategy() {
    super(inNamespace(), Service::withMetadata);
  }
}
