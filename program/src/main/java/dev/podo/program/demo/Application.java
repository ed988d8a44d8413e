package dev.podo.program.demo;

import dev.podo.apiserver.pki.CertificateAuthority;
import dev.podo.apiserver.pki.Pem;
import dev.podo.apiserver.pki.Subject;
import dev.podo.client.Api;
import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Ids;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Bytes;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The guestbook as it stands in the cluster: its names, and how it gets there.
final class Application {
  static final String HOST = "guestbook.localhost";
  static final String NAMESPACE = "guestbook";
  static final String DATA_NAMESPACE = "guestbook-data";
  static final String WEB = "web";
  static final String API = "api";
  static final String STORE = "store";
  static final String GREETING = "greeting";
  static final String TLS_SECRET = "guestbook-tls";
  static final String ENTRIES = "/api/entries";
  static final String VERSION = "/api/version";
  static final int REPLICAS = 2;

  /// How many entries the store keeps.
  static final int ENTRIES_KEPT = 1_000;

  private static final String CA_KEY = "ca.crt";
  private static final int PASSWORD_LENGTH = 24;

  private Application() {}

  /// Creates the application, or brings what an earlier demo left back to its beginning.
  ///
  /// @return the certificate of who signed the one that the Ingress shows, as PEM
  static String deploy(Api api, Environment environment) {
    Manifest.resource("guestbook.yaml", Map.of("PASSWORD", password(api, environment))).apply(api);
    return tls(api, environment);
  }

  /// Pods that run know the old one: it stays.
  private static String password(Api api, Environment environment) {
    var kept = find(api, DATA_NAMESPACE, STORE);
    var password = kept == null ? null : kept.data().get("password");
    return password == null ? Ids.suffix(environment.random(), PASSWORD_LENGTH) : password.toUtf8();
  }

  private static String tls(Api api, Environment environment) {
    var kept = find(api, NAMESPACE, TLS_SECRET);
    var signer = kept == null ? null : kept.data().get(CA_KEY);
    if (signer != null) {
      return signer.toUtf8();
    }
    var now = environment.clock().now();
    var authority = CertificateAuthority.create(environment.random(), now);
    var issued = authority.issue(Subject.server(HOST, List.of(HOST)), now);
    var caPem = Pem.encode(List.of(authority.certificate()));
    var data = new TreeMap<String, Bytes>();
    data.put("tls.crt", Bytes.utf8(Pem.encode(List.of(issued.certificate()))));
    data.put("tls.key", Bytes.utf8(Pem.encodeKey(issued)));
    data.put(CA_KEY, Bytes.utf8(caPem));
    var secret =
        Secret.builder()
            .metadata(ObjectMeta.EMPTY.withNamespace(NAMESPACE).withName(TLS_SECRET))
            .type("kubernetes.io/tls")
            .data(data)
            .build();
    if (kept == null) {
      api.create(Secrets.KIND, secret, WriteOptions.defaults());
    } else {
      api.patch(
          Secrets.KIND,
          NAMESPACE,
          TLS_SECRET,
          new Patch.Merge(Trees.of(secret)),
          "",
          WriteOptions.defaults());
    }
    return caPem;
  }

  private static @Nullable Secret find(Api api, String namespace, String name) {
    try {
      return api.get(Secrets.KIND, namespace, name);
    } catch (ApiException e) {
      if (e.isNotFound()) {
        return null;
      }
      throw e;
    }
  }
}
