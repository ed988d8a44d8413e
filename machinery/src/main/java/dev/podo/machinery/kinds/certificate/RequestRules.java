package dev.podo.machinery.kinds.certificate;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.Bytes;
import dev.podo.model.certificates.v1.CertificateSigningRequest;
import dev.podo.model.certificates.v1.CertificateSigningRequestSpec;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is asked, what was decided about it, and what was issued. Whatever is wrong with an object
/// that is there already may stay.
final class RequestRules {
  private static final FieldPath SPEC = FieldPath.root("spec");
  private static final FieldPath CONDITIONS = FieldPath.root("status", "conditions");
  private static final FieldPath CERTIFICATE = FieldPath.root("status", "certificate");
  private static final int SHORTEST_SECONDS = 600;
  private static final String TRUE = "True";
  private static final List<String> ONLY_TRUE =
      List.of(
          CertificateSigningRequests.APPROVED,
          CertificateSigningRequests.DENIED,
          CertificateSigningRequests.FAILED);
  private static final List<String> USAGES =
      List.of(
          "any",
          "cert sign",
          "client auth",
          "code signing",
          "content commitment",
          "crl sign",
          "data encipherment",
          "decipher only",
          "digital signature",
          "email protection",
          "encipher only",
          "ipsec end system",
          "ipsec tunnel",
          "ipsec user",
          "key agreement",
          "key encipherment",
          "microsoft sgc",
          "netscape sgc",
          "ocsp signing",
          "s/mime",
          "server auth",
          "signing",
          "timestamping");

  private RequestRules() {}

  /// @param old as it is; null for a new object
  static void check(
      CertificateSigningRequest now, @Nullable CertificateSigningRequest old, Findings findings) {
    checkSpec(now.spec(), old == null ? null : old.spec(), findings);
    checkConditions(now, old, findings);
    checkCertificate(now, old, findings);
  }

  private static void checkSpec(
      CertificateSigningRequestSpec spec,
      @Nullable CertificateSigningRequestSpec old,
      Findings findings) {
    try {
      CertificationRequest.parse(spec.request());
    } catch (IllegalArgumentException e) {
      findings.invalid(
          SPEC.child("request"), spec.request().toBase64(), Objects.toString(e.getMessage(), ""));
    }
    checkUsages(spec.usages(), old == null ? List.of() : old.usages(), findings);
    var signer = spec.signerName();
    var wasLegacy = old != null && old.signerName().equals(SignerNames.LEGACY_UNKNOWN);
    if (signer.equals(SignerNames.LEGACY_UNKNOWN) && !wasLegacy) {
      findings.invalid(
          SPEC.child("signerName"),
          signer,
          "the legacy signerName is not allowed via this API version");
    } else {
      SignerNames.check(signer, SPEC.child("signerName"), findings);
    }
    var seconds = spec.expirationSeconds();
    if (seconds != null && seconds < SHORTEST_SECONDS) {
      findings.invalid(
          SPEC.child("expirationSeconds"),
          seconds,
          "may not specify a duration less than 600 seconds (10 minutes)");
    }
  }

  private static void checkUsages(List<String> now, List<String> old, Findings findings) {
    var at = SPEC.child("usages");
    if (now.isEmpty()) {
      findings.required(at);
    }
    if (USAGES.containsAll(old)) {
      for (var i = 0; i < now.size(); i++) {
        findings.oneOf(at.index(i), now.get(i), USAGES);
      }
    }
    if (new HashSet<>(old).size() == old.size()) {
      var seen = new HashSet<String>();
      for (var i = 0; i < now.size(); i++) {
        if (!seen.add(now.get(i))) {
          findings.duplicate(at.index(i), now.get(i));
        }
      }
    }
  }

  private static void checkConditions(
      CertificateSigningRequest now, @Nullable CertificateSigningRequest old, Findings findings) {
    var before = old == null ? List.<String>of() : types(old);
    var mayBeBoth =
        before.contains(CertificateSigningRequests.APPROVED)
            && before.contains(CertificateSigningRequests.DENIED);
    var mayRepeat = new HashSet<>(before).size() < before.size();
    var seen = new HashSet<String>();
    var conditions = now.status().conditions();
    for (var i = 0; i < conditions.size(); i++) {
      var type = conditions.get(i).type();
      var at = CONDITIONS.index(i);
      if (type.isEmpty() && !before.contains("")) {
        findings.required(at.child("type"));
      }
      findings.requireOneOf(
          at.child("status"),
          conditions.get(i).status(),
          ONLY_TRUE.contains(type) ? List.of(TRUE) : List.of("False", TRUE, "Unknown"));
      var opposite = opposite(type);
      if (!mayBeBoth && opposite != null && seen.contains(opposite)) {
        findings.invalid(CONDITIONS, type, "Approved and Denied conditions are mutually exclusive");
      }
      if (!seen.add(type) && !mayRepeat) {
        findings.duplicate(at.child("type"), type);
      }
    }
  }

  private static @Nullable String opposite(String type) {
    return switch (type) {
      case CertificateSigningRequests.APPROVED -> CertificateSigningRequests.DENIED;
      case CertificateSigningRequests.DENIED -> CertificateSigningRequests.APPROVED;
      default -> null;
    };
  }

  private static List<String> types(CertificateSigningRequest request) {
    return request.status().conditions().stream().map(it -> it.type()).toList();
  }

  private static void checkCertificate(
      CertificateSigningRequest now, @Nullable CertificateSigningRequest old, Findings findings) {
    var before = old == null ? Bytes.EMPTY : old.status().certificate();
    var given = now.status().certificate();
    if ((old != null && given.equals(before)) || problem(before) != null) {
      return;
    }
    var problem = problem(given);
    if (problem != null) {
      findings.invalid(CERTIFICATE, "<certificate data>", problem);
    }
  }

  private static @Nullable String problem(Bytes pem) {
    if (pem.isEmpty()) {
      return null;
    }
    var blocks = PemBlock.all(pem);
    for (var block : blocks) {
      if (!block.type().equals("CERTIFICATE")) {
        return "only CERTIFICATE PEM blocks are allowed, found \"" + block.type() + "\"";
      }
      if (block.hasHeaders()) {
        return "no PEM block headers are permitted";
      }
      try {
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(block.content().toArray()));
      } catch (CertificateException e) {
        return "x509: malformed certificate";
      }
    }
    return blocks.isEmpty() ? "must contain at least one CERTIFICATE PEM block" : null;
  }

  /// What an update may do to decisions and to what was issued.
  ///
  /// @param part "" for the object itself
  static void checkChange(
      CertificateSigningRequest now,
      CertificateSigningRequest old,
      String part,
      Findings findings) {
    for (var type : ONLY_TRUE) {
      if (of(now, type).size() < of(old, type).size()) {
        findings.forbidden(
            CONDITIONS, "updates may not remove a condition of type \"" + type + "\"");
      }
    }
    if (!part.equals("approval")) {
      checkNothingDecided(now, old, CertificateSigningRequests.APPROVED, findings);
      checkNothingDecided(now, old, CertificateSigningRequests.DENIED, findings);
    }
    if (!now.status().certificate().equals(old.status().certificate())) {
      if (!part.equals("status")) {
        findings.forbidden(CERTIFICATE, "updates may not set certificate content");
      } else if (!old.status().certificate().isEmpty()) {
        findings.forbidden(CERTIFICATE, "updates may not modify existing certificate content");
      }
    }
  }

  private static void checkNothingDecided(
      CertificateSigningRequest now,
      CertificateSigningRequest old,
      String type,
      Findings findings) {
    var before = of(old, type);
    var after = of(now, type);
    if (after.size() > before.size()) {
      findings.forbidden(CONDITIONS, "updates may not add a condition of type \"" + type + "\"");
    } else if (after.size() == before.size() && !after.equals(before)) {
      findings.forbidden(CONDITIONS, "updates may not modify a condition of type \"" + type + "\"");
    }
  }

  private static List<?> of(CertificateSigningRequest request, String type) {
    return request.status().conditions().stream().filter(it -> it.type().equals(type)).toList();
  }
}
