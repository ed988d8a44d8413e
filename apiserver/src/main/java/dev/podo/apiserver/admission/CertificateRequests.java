package dev.podo.apiserver.admission;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.authz.Authorizer;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.foundation.Clock;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.certificate.CertificateSigningRequests;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.ApiObject;
import dev.podo.model.certificates.v1.CertificateSigningRequest;
import java.time.temporal.ChronoUnit;

/// A CertificateSigningRequest tells truly who asks and when it was decided, is approved by those
/// who may approve for its signer, and answered by those who may sign for it. Nobody gets to be a
/// master of the cluster by a certificate that was asked for.
public final class CertificateRequests implements Admission {
  private final Authorizer authorizer;
  private final Clock clock;

  public CertificateRequests(Authorizer authorizer, Clock clock) {
    this.authorizer = authorizer;
    this.clock = clock;
  }

  @Override
  public <T extends ApiObject> T mutate(AdmissionRequest<T> request, T object) {
    var kind = CertificateSigningRequests.KIND;
    if (!request.kind().equals(kind)) {
      return object;
    }
    var asked = kind.cast(object);
    var changed =
        request.isCreationOf(kind)
            ? by(request.call().user(), asked)
            : request.old() instanceof CertificateSigningRequest old
                ? CertificateSigningRequests.withTimes(
                    asked, old, clock.now().truncatedTo(ChronoUnit.SECONDS))
                : asked;
    return request.kind().cast(changed);
  }

  private static CertificateSigningRequest by(UserInfo user, CertificateSigningRequest request) {
    return request.withSpec(
        request
            .spec()
            .with(b ->
                b.username(user.name()).uid(user.uid()).groups(user.groups()).extra(user.extra())));
  }

  @Override
  public <T extends ApiObject> void validate(AdmissionRequest<T> request) {
    if (!request.kind().equals(CertificateSigningRequests.KIND)
        || !(request.object() instanceof CertificateSigningRequest now)) {
      return;
    }
    if (request.isCreationOf(CertificateSigningRequests.KIND)) {
      checkSubject(request, now);
    } else if (request.old() instanceof CertificateSigningRequest old) {
      switch (request.place().subresource()) {
        case "approval" -> require("approve", request, old);
        case "status" -> {
          if (!now.status().equals(old.status())) {
            require("sign", request, old);
          }
        }
        default -> {
          // Nothing else of a request changes.
        }
      }
    }
  }

  private static void checkSubject(AdmissionRequest<?> request, CertificateSigningRequest now) {
    if (now.spec().signerName().equals(CertificateSigningRequests.API_CLIENT_SIGNER)
        && CertificateSigningRequests.organizations(now.spec()).contains(UserInfo.MASTERS)) {
      throw ApiErrors.forbidden(
          CertificateSigningRequests.KIND.groupResource(),
          request.place().name(),
          "use of "
              + CertificateSigningRequests.API_CLIENT_SIGNER
              + " signer with "
              + UserInfo.MASTERS
              + " group is not allowed");
    }
  }

  /// The right is to one signer by its name, or to all of its domain.
  private void require(String verb, AdmissionRequest<?> request, CertificateSigningRequest asked) {
    var signer = asked.spec().signerName();
    var user = request.call().user();
    var domain = signer.substring(0, Math.max(signer.indexOf('/'), 0)) + "/*";
    if (!authorizer.allows(user, signers(verb, signer))
        && !authorizer.allows(user, signers(verb, domain))) {
      throw ApiErrors.forbidden(
          CertificateSigningRequests.KIND.groupResource(),
          request.place().name(),
          "user not permitted to " + verb + " requests with signerName " + Texts.quote(signer));
    }
  }

  private static RequestInfo signers(String verb, String name) {
    return RequestInfo.of(
        verb, new RequestInfo.Target("certificates.k8s.io", "v1", "", "signers", name, "", ""));
  }
}
