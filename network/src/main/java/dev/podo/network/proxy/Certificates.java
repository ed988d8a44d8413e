package dev.podo.network.proxy;

import static java.lang.System.Logger.Level.WARNING;

import dev.podo.client.http.PemKeys;
import dev.podo.foundation.Check;
import dev.podo.foundation.Environment;
import dev.podo.network.ingress.PemCertificate;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Which certificate a client sees, by the host that it names (SNI). What is not named gets a
/// certificate that the proxy signed itself, so that the handshake succeeds and the client decides.
final class Certificates {
  private static final System.Logger LOG = System.getLogger(Certificates.class.getName());

  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile SortedMap<String, Entry> byHost = new TreeMap<>();
  private volatile @Nullable SslContext selfSigned;

  private record Entry(PemCertificate pem, SslContext context) {}

  Certificates(Environment environment) {
    this.environment = environment;
  }

  /// A certificate that cannot be used is left out and logged; the others stand.
  void replace(SortedMap<String, PemCertificate> pems) {
    lock.lock();
    try {
      var before = byHost;
      var next = new TreeMap<String, Entry>();
      pems.forEach((host, pem) -> {
        var known = before.get(host);
        var entry = known != null && known.pem().equals(pem) ? known : load(host, pem);
        if (entry != null) {
          next.put(host.toLowerCase(Locale.ROOT), entry);
        }
      });
      byHost = next;
    } finally {
      lock.unlock();
    }
  }

  SslContext find(@Nullable String host) {
    var known = byHost;
    var name = host == null ? "" : host.toLowerCase(Locale.ROOT);
    var entry = known.get(name);
    if (entry == null && name.indexOf('.') > 0) {
      entry = known.get("*" + name.substring(name.indexOf('.')));
    }
    if (entry == null) {
      entry = known.get("");
    }
    return entry != null ? entry.context() : selfSigned();
  }

  private static @Nullable Entry load(String host, PemCertificate pem) {
    try {
      return new Entry(pem, context(pem));
    } catch (IllegalArgumentException | SSLException e) {
      LOG.log(
          WARNING,
          "host={0}: the {1} cannot be used, the default one is: {2}",
          host,
          pem,
          e.getMessage());
      return null;
    }
  }

  private SslContext selfSigned() {
    var known = selfSigned;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      var again = selfSigned;
      if (again == null) {
        again = context(SelfSigned.create(environment));
        selfSigned = again;
      }
      return again;
    } catch (SSLException e) {
      throw new Check.InvariantViolation("no self-signed certificate: " + e);
    } finally {
      lock.unlock();
    }
  }

  private static SslContext context(PemCertificate pem) throws SSLException {
    return keyed(pem)
        .protocols("TLSv1.3", "TLSv1.2")
        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2,
                ApplicationProtocolNames.HTTP_1_1))
        .build();
  }

  /// Keys in whatever form tools write them, not only the one that Netty reads.
  private static SslContextBuilder keyed(PemCertificate pem) throws SSLException {
    try {
      var in = new ByteArrayInputStream(pem.chain().getBytes(StandardCharsets.US_ASCII));
      var chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      return SslContextBuilder.forServer(PemKeys.read(pem.key()), chain);
    } catch (GeneralSecurityException e) {
      throw new SSLException(e.getMessage(), e);
    }
  }
}
