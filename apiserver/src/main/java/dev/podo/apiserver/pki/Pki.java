package dev.podo.apiserver.pki;

import dev.podo.apiserver.http.TlsIdentity;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The certificates of a cluster: the authority, the server's, the administrator's, and the key of
/// service account tokens. Kept in a directory or in memory only. Whatever has less than a third of
/// its life left is renewed in place: the authority keeps its key, so that what it issued stays
/// valid, and the server shows a new certificate from the next handshake on.
public final class Pki implements TlsIdentity {
  public static final String ADMIN_USER = "kubernetes-admin";
  public static final String ADMIN_GROUP = "system:masters";

  /// As whom this server shows itself to the servers behind it.
  public static final String FRONT_PROXY = "front-proxy-client";

  private static final System.Logger LOG = System.getLogger(Pki.class.getName());
  private static final Duration CHECK_EVERY = Duration.ofHours(12);

  private final Clock clock;
  private final SecureRandom random;
  private final @Nullable PkiFiles files;
  private final List<String> hosts;
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile CertificateAuthority authority;
  private volatile KeyAndCertificate server;
  private volatile KeyAndCertificate admin;
  private volatile CertificateAuthority frontProxyAuthority;
  private volatile KeyAndCertificate frontProxy;
  private volatile SigningKey signingKey;

  private Pki(Environment environment, @Nullable PkiFiles files, List<String> hosts)
      throws IOException {
    this.clock = environment.clock();
    this.random = InjectedRandom.of(environment.random());
    this.files = files;
    this.hosts = List.copyOf(hosts);
    var now = clock.now();
    this.authority = readAuthority("ca", "kubernetes", now);
    this.server = readIssued("apiserver", Subject.server("kube-apiserver", hosts), authority);
    this.admin = readIssued("admin", adminSubject(), authority);
    this.frontProxyAuthority = readAuthority("front-proxy-ca", "front-proxy-ca", now);
    this.frontProxy = readIssued(FRONT_PROXY, frontProxySubject(), frontProxyAuthority);
    this.signingKey = readSigningKey();
    renewWhatIsDue();
  }

  /// Reads what the directory holds, makes what is missing, renews what is due.
  ///
  /// @param hosts names and addresses that the server answers to
  /// @throws IOException when the directory cannot be read or written; the message names the file
  public static Pki open(Path directory, List<String> hosts, Environment environment)
      throws IOException {
    var files = new PkiFiles(directory);
    files.create();
    return new Pki(environment, files, hosts);
  }

  /// For clusters that end with their process.
  public static Pki inMemory(List<String> hosts, Environment environment) {
    try {
      return new Pki(environment, null, hosts);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Renews while the scope lasts.
  public void keepRenewed(Scope scope) {
    scope.fork(
        "certificates",
        () -> {
          while (true) {
            clock.sleep(CHECK_EVERY);
            try {
              renewWhatIsDue();
            } catch (IOException e) {
              LOG.log(
                  System.Logger.Level.ERROR,
                  "certificates cannot be renewed: {0}; they are tried again in {1} hours",
                  e.getMessage(),
                  CHECK_EVERY.toHours());
            }
          }
        });
  }

  public X509Certificate caCertificate() {
    return authority.certificate();
  }

  /// What clients need to trust the server; also the content of `kube-root-ca.crt`.
  public String caPem() {
    return Pem.encode(List.of(authority.certificate()));
  }

  /// The administrator's certificate: user `kubernetes-admin`, group `system:masters`.
  public KeyAndCertificate admin() {
    return admin;
  }

  /// The authority by whose certificates alone the servers behind this one know it: what the
  /// cluster's own issues to clients proves nothing to them.
  public String frontProxyCaPem() {
    return Pem.encode(List.of(frontProxyAuthority.certificate()));
  }

  /// What this server shows to the servers behind it.
  public KeyAndCertificate frontProxy() {
    return frontProxy;
  }

  /// A certificate for a component in a process of its own; it is not kept here.
  public KeyAndCertificate issueClient(String user, List<String> groups) {
    return authority.issue(Subject.client(user, groups), clock.now());
  }

  public SigningKey signingKey() {
    return signingKey;
  }

  @Override
  public List<X509Certificate> chain() {
    return List.of(server.certificate());
  }

  @Override
  public PrivateKey key() {
    return server.key();
  }

  @Override
  public List<X509Certificate> clientAuthorities() {
    return List.of(authority.certificate());
  }

  void renewWhatIsDue() throws IOException {
    renewing.lock();
    try {
      var now = clock.now();
      authority = renewed("ca", authority, now);
      frontProxyAuthority = renewed("front-proxy-ca", frontProxyAuthority, now);
      if (server.isDue(now) || !coversHosts()) {
        server = issue("apiserver", Subject.server("kube-apiserver", hosts), authority);
      }
      if (admin.isDue(now)) {
        admin = issue("admin", adminSubject(), authority);
      }
      if (frontProxy.isDue(now)) {
        frontProxy = issue(FRONT_PROXY, frontProxySubject(), frontProxyAuthority);
      }
    } finally {
      renewing.unlock();
    }
  }

  private CertificateAuthority renewed(String name, CertificateAuthority of, Instant now)
      throws IOException {
    if (!of.own().isDue(now)) {
      return of;
    }
    var renewed = of.renewed(now);
    keep(name, renewed.own());
    LOG.log(
        System.Logger.Level.INFO,
        "renewed the certificate of the authority {0}: {1}",
        name,
        renewed.own());
    return renewed;
  }

  private static Subject frontProxySubject() {
    return Subject.client(FRONT_PROXY, List.of());
  }

  private static Subject adminSubject() {
    return Subject.client(ADMIN_USER, List.of(ADMIN_GROUP));
  }

  private boolean coversHosts() {
    try {
      var names = server.certificate().getSubjectAlternativeNames();
      return names != null
          && names.stream().map(name -> String.valueOf(name.get(1))).toList().containsAll(hosts);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private CertificateAuthority readAuthority(String name, String commonName, Instant now)
      throws IOException {
    var kept = read(name);
    if (kept != null) {
      return new CertificateAuthority(kept, random);
    }
    var made = CertificateAuthority.create(commonName, random, now);
    keep(name, made.own());
    return made;
  }

  private KeyAndCertificate readIssued(String name, Subject subject, CertificateAuthority by)
      throws IOException {
    var kept = read(name);
    return kept == null || !isOf(kept, by) ? issue(name, subject, by) : kept;
  }

  private static boolean isOf(KeyAndCertificate kept, CertificateAuthority issuer) {
    try {
      kept.certificate().verify(issuer.certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private KeyAndCertificate issue(String name, Subject subject, CertificateAuthority by)
      throws IOException {
    var issued = by.issue(subject, clock.now());
    keep(name, issued);
    LOG.log(System.Logger.Level.INFO, "issued the certificate {0}: {1}", name, issued);
    return issued;
  }

  private SigningKey readSigningKey() throws IOException {
    // Kept like a certificate, since only a certificate carries the public key along.
    var kept = read("sa");
    if (kept == null) {
      kept = issue("sa", Subject.client("service-account-issuer", List.of()), authority);
    }
    if (kept.key() instanceof ECPrivateKey privateKey
        && kept.certificate().getPublicKey() instanceof ECPublicKey publicKey) {
      return SigningKey.of(privateKey, publicKey);
    }
    throw new IOException(
        "sa.key is not an elliptic curve key; remove sa.key and sa.crt to have new ones made");
  }

  private @Nullable KeyAndCertificate read(String name) throws IOException {
    var from = files;
    return from == null ? null : from.read(name);
  }

  private void keep(String name, KeyAndCertificate value) throws IOException {
    var to = files;
    if (to != null) {
      to.write(name, value);
    }
  }
}
