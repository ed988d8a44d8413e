package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.pki.KeyAndCertificate;
import dev.podo.apiserver.relay.Destination;
import dev.podo.apiserver.service.ServiceAddresses;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.foundation.Check;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.model.apiregistration.v1.APIService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Which server serves a version of a group, and where it is.
final class Extensions {
  private static final int HTTPS = 443;

  private final ObjectStore store;
  private final ServiceAddresses addresses;
  private final ExtensionTls tls;

  Extensions(ObjectStore store, ServiceAddresses addresses, Supplier<KeyAndCertificate> own) {
    this.store = store;
    this.addresses = addresses;
    this.tls = new ExtensionTls(own);
  }

  /// The APIService by which another server serves a version; null when this server does, or
  /// nobody.
  @Nullable APIService of(GroupVersion version) {
    return find(ApiServices.name(version));
  }

  @Nullable APIService find(String name) {
    var found = store.image().get(ObjectStore.key(ApiServices.KIND, "", name));
    if (found == null) {
      return null;
    }
    var service = found.value().as(ApiServices.KIND);
    return ApiServices.isRemote(service) ? service : null;
  }

  /// All APIServices by which other servers serve.
  List<APIService> all() {
    var out = new ArrayList<APIService>();
    for (var entry : store.image().list(ApiServices.KIND.storageKey())) {
      var service = entry.value().as(ApiServices.KIND);
      if (ApiServices.isRemote(service)) {
        out.add(service);
      }
    }
    return out;
  }

  static int port(APIService service) {
    var port = Check.notNull(service.spec().service(), "a Service").port();
    return port == null ? HTTPS : port;
  }

  static String host(APIService service) {
    var reference = Check.notNull(service.spec().service(), "a Service");
    return reference.name() + "." + reference.namespace() + ".svc";
  }

  /// @throws dev.podo.machinery.errors.ApiException when its Service has no endpoints
  /// @throws IOException when its authorities cannot be read
  Destination destination(APIService service) throws IOException {
    var reference = Check.notNull(service.spec().service(), "a Service");
    return new Destination(
        host(service),
        addresses.of(reference.namespace(), reference.name(), port(service)),
        tls.trusting(service.spec()),
        !service.spec().insecureSkipTLSVerify());
  }
}
