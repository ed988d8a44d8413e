package dev.podo.machinery.kinds.certificate;

import dev.podo.machinery.kind.PartRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.certificates.v1.CertificateSigningRequest;
import dev.podo.model.certificates.v1.CertificateSigningRequestCondition;
import dev.podo.model.certificates.v1.CertificateSigningRequestStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is asked is asked once and for all; what becomes of it is decided through `approval` and
/// told through `status`.
final class CertificateSigningRequestStrategy extends ObjectStrategy<CertificateSigningRequest> {
  // Nobody cares what requests are called.
  private static final MetadataRules METADATA_RULES = new MetadataRules(false, name -> List.of());

  CertificateSigningRequestStrategy() {
    super(METADATA_RULES, CertificateSigningRequest::withMetadata);
  }

  /// Who asks is told by the server, not by the client: admission fills it in.
  @Override
  public CertificateSigningRequest prepareForCreate(CertificateSigningRequest request) {
    var spec = request.spec().with(b -> b.username("").uid("").groups(List.of()).extra(Map.of()));
    return super.prepareForCreate(request)
        .withSpec(spec)
        .withStatus(CertificateSigningRequestStatus.EMPTY);
  }

  @Override
  public CertificateSigningRequest prepareForUpdate(
      CertificateSigningRequest now, CertificateSigningRequest old) {
    return super.prepareForUpdate(now, old).withSpec(old.spec()).withStatus(old.status());
  }

  /// Decisions stay as they are, unless some were added or removed, which is an error to be told.
  @Override
  public CertificateSigningRequest prepareForStatusUpdate(
      CertificateSigningRequest now, CertificateSigningRequest old) {
    var conditions = new ArrayList<>(now.status().conditions());
    keep(conditions, old, CertificateSigningRequests.APPROVED);
    keep(conditions, old, CertificateSigningRequests.DENIED);
    return super.prepareForUpdate(now, old)
        .withSpec(old.spec())
        .withStatus(now.status().with(b -> b.conditions(conditions)));
  }

  private static void keep(
      List<CertificateSigningRequestCondition> conditions,
      CertificateSigningRequest old,
      String type) {
    var before = old.status().conditions().stream().filter(it -> it.type().equals(type)).toList();
    if (conditions.stream().filter(it -> it.type().equals(type)).count() != before.size()) {
      return;
    }
    var next = before.iterator();
    conditions.replaceAll(it -> it.type().equals(type) ? next.next() : it);
  }

  /// Of the `approval` subresource, which changes the conditions only.
  static PartRules<CertificateSigningRequest> approval() {
    return new PartRules<>(
        CertificateSigningRequestStrategy::prepareForApproval,
        CertificateSigningRequestStrategy::validateApproval);
  }

  private static CertificateSigningRequest prepareForApproval(
      CertificateSigningRequest now, CertificateSigningRequest old) {
    var conditions = now.status().conditions();
    return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), false))
        .withSpec(old.spec())
        .withStatus(old.status().with(b -> b.conditions(conditions)));
  }

  private static List<FieldError> validateApproval(
      CertificateSigningRequest now, CertificateSigningRequest old) {
    var findings = new Findings();
    METADATA_RULES.checkUpdate(now.metadata(), old.metadata(), METADATA, findings);
    RequestRules.check(now, old, findings);
    RequestRules.checkChange(now, old, "approval", findings);
    return findings.errors();
  }

  @Override
  protected void check(CertificateSigningRequest request, Findings findings) {
    RequestRules.check(request, null, findings);
  }

  @Override
  protected void checkUpdate(
      CertificateSigningRequest now, CertificateSigningRequest old, Findings findings) {
    RequestRules.check(now, old, findings);
    RequestRules.checkChange(now, old, "", findings);
  }

  @Override
  protected void checkStatusUpdate(
      CertificateSigningRequest now, CertificateSigningRequest old, Findings findings) {
    RequestRules.check(now, old, findings);
    RequestRules.checkChange(now, old, "status", findings);
  }
}
