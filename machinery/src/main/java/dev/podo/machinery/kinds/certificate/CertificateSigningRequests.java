package dev.podo.machinery.kinds.certificate;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.table.HumanDuration;
import dev.podo.model.certificates.v1.CertificateSigningRequest;
import dev.podo.model.certificates.v1.CertificateSigningRequestCondition;
import dev.podo.model.certificates.v1.CertificateSigningRequestList;
import dev.podo.model.certificates.v1.CertificateSigningRequestSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Requests for certificates, which somebody approves or denies and a signer answers.
public final class CertificateSigningRequests {
  public static final String APPROVED = "Approved";
  public static final String DENIED = "Denied";
  public static final String FAILED = "Failed";

  /// Signs certificates with which users and components show themselves to the API server.
  public static final String API_CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client";

  public static final Kind<CertificateSigningRequest> KIND =
      Kind.declare(
              new GroupVersionKind("certificates.k8s.io", "v1", "CertificateSigningRequest"),
              CertificateSigningRequests::details)
          .shortNames("csr")
          .subresources(
              Subresource.ofSelf("approval", "get", "patch", "update"), Subresource.STATUS)
          .build();

  private CertificateSigningRequests() {}

  private static void details(KindBuilder<CertificateSigningRequest> kind) {
    kind.schema(CertificateSigningRequest.SCHEMA)
        .strategy(new CertificateSigningRequestStrategy())
        .part("approval", CertificateSigningRequestStrategy.approval())
        .columns(
            List.of(
                Column.named(),
                Cells.age(),
                Column.text(
                    "SignerName",
                    "Who is asked to sign.",
                    it -> Cells.orNone(it.spec().signerName())),
                Column.text("Requestor", "Who asks.", it -> it.spec().username()),
                Column.text(
                    "RequestedDuration",
                    "For how long the certificate is wanted.",
                    CertificateSigningRequests::duration),
                Column.text(
                    "Condition",
                    "What has become of the request.",
                    CertificateSigningRequests::condition)))
        .selectable("spec.signerName", it -> it.spec().signerName())
        .listedAs(
            CertificateSigningRequestList.SCHEMA,
            (meta, items) ->
                CertificateSigningRequestList.builder().metadata(meta).items(items).build());
  }

  private static String duration(CertificateSigningRequest request) {
    var seconds = request.spec().expirationSeconds();
    return seconds == null ? Cells.NONE : HumanDuration.of(Duration.ofSeconds(seconds));
  }

  private static String condition(CertificateSigningRequest request) {
    var types = request.status().conditions().stream().map(it -> it.type()).toList();
    var status = types.contains(DENIED) ? DENIED : types.contains(APPROVED) ? APPROVED : "Pending";
    return status
        + (types.contains(FAILED) ? "," + FAILED : "")
        + (request.status().certificate().isEmpty() ? "" : ",Issued");
  }

  /// The organizations that the certificate would name, which are the groups of its owner; none if
  /// the request cannot be read.
  public static List<String> organizations(CertificateSigningRequestSpec spec) {
    try {
      return CertificationRequest.parse(spec.request()).organizations();
    } catch (IllegalArgumentException unreadable) {
      return List.of();
    }
  }

  /// The request with the times that its conditions lack: a condition whose status is that of
  /// before has changed when it did then, any other now.
  public static CertificateSigningRequest withTimes(
      CertificateSigningRequest now, CertificateSigningRequest old, Instant time) {
    var dated = new ArrayList<CertificateSigningRequestCondition>();
    for (var condition : now.status().conditions()) {
      var updated = condition.lastUpdateTime();
      var changed = condition.lastTransitionTime();
      dated.add(
          condition.with(b ->
              b.lastUpdateTime(updated == null ? time : updated)
                  .lastTransitionTime(changed == null ? since(condition, old, time) : changed)));
    }
    return now.withStatus(now.status().with(b -> b.conditions(dated)));
  }

  private static Instant since(
      CertificateSigningRequestCondition condition, CertificateSigningRequest old, Instant time) {
    for (var before : old.status().conditions()) {
      var changed = before.lastTransitionTime();
      if (changed != null
          && before.type().equals(condition.type())
          && before.status().equals(condition.status())) {
        return changed;
      }
    }
    return time;
  }
}
