package dev.podo.network.ingress;

import dev.podo.model.Bytes;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.IngressTLS;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds the certificate of each host in the Secrets that Ingresses name: a pure function.
public final class CertificateCompiler {
  private static final String CHAIN = "tls.crt";
  private static final String KEY = "tls.key";

  private CertificateCompiler() {}

  /// The certificates by host, and what is wrong with those that are missing.
  ///
  /// @param problems one line each, naming the Ingress and the Secret
  public record Certificates(SortedMap<String, PemCertificate> byHost, List<String> problems) {}

  /// Of several certificates for a host, the oldest Ingress's is taken.
  public static Certificates compile(IngressInputs inputs) {
    var byHost = new TreeMap<String, PemCertificate>();
    var problems = new ArrayList<String>();
    for (var ingress : IngressSelection.of(inputs.classes()).ours(inputs.ingresses())) {
      for (var tls : ingress.spec().tls()) {
        if (!tls.secretName().isEmpty()) {
          add(inputs, ingress, tls, byHost, problems);
        }
      }
    }
    return new Certificates(byHost, problems);
  }

  private static void add(
      IngressInputs inputs,
      Ingress ingress,
      IngressTLS tls,
      SortedMap<String, PemCertificate> byHost,
      List<String> problems) {
    var namespace = ingress.metadata().namespace();
    var source = namespace + "/" + tls.secretName();
    var secret = inputs.secret(namespace, tls.secretName());
    var chain = secret == null ? Bytes.EMPTY : secret.data().getOrDefault(CHAIN, Bytes.EMPTY);
    var key = secret == null ? Bytes.EMPTY : secret.data().getOrDefault(KEY, Bytes.EMPTY);
    if (chain.isEmpty() || key.isEmpty()) {
      var why = secret == null ? "does not exist" : "lacks " + CHAIN + " or " + KEY;
      problems.add(
          "Ingress "
              + namespace
              + "/"
              + ingress.metadata().name()
              + ": Secret "
              + source
              + " of type kubernetes.io/tls "
              + why);
      return;
    }
    var pem = new PemCertificate(source, chain.toUtf8(), key.toUtf8());
    hosts(ingress, tls).forEach(host -> byHost.putIfAbsent(host.toLowerCase(Locale.ROOT), pem));
  }

  /// An entry without hosts is for all hosts of its Ingress; one with the host "" for any.
  private static List<String> hosts(Ingress ingress, IngressTLS tls) {
    return tls.hosts().isEmpty()
        ? ingress.spec().rules().stream().map(rule -> rule.host()).toList()
        : tls.hosts();
  }
}
