package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.model.resource.v1.DeviceClaim;
import dev.podo.model.resource.v1.DeviceClaimConfiguration;
import dev.podo.model.resource.v1.DeviceConstraint;
import dev.podo.model.resource.v1.DeviceRequest;
import dev.podo.model.resource.v1.DeviceSubRequest;
import dev.podo.model.resource.v1.ExactDeviceRequest;
import dev.podo.model.resource.v1.ResourceClaimSpec;
import java.util.List;

/// What a claim may ask for.
final class RequestRules {
  static final int REQUESTS_MAX = 32;
  private static final int CONSTRAINTS_MAX = 32;
  private static final int ALTERNATIVES_MAX = 8;
  private static final String ALL = "All";
  private static final String EXACT_COUNT = "ExactCount";

  private RequestRules() {}

  static ResourceClaimSpec defaults(ResourceClaimSpec spec) {
    return spec.with(s ->
        s.devices(
            spec.devices()
                .with(d ->
                    d.requests(Default.each(spec.devices().requests(), RequestRules::defaults)))));
  }

  private static DeviceRequest defaults(DeviceRequest request) {
    return request.with(b ->
        b.exactly(Default.within(request.exactly(), RequestRules::defaults))
            .firstAvailable(Default.each(request.firstAvailable(), RequestRules::defaults)));
  }

  private static ExactDeviceRequest defaults(ExactDeviceRequest request) {
    var mode = Default.text(request.allocationMode(), EXACT_COUNT);
    return request.with(b -> b.allocationMode(mode).count(count(mode, request.count())));
  }

  private static DeviceSubRequest defaults(DeviceSubRequest request) {
    var mode = Default.text(request.allocationMode(), EXACT_COUNT);
    return request.with(b -> b.allocationMode(mode).count(count(mode, request.count())));
  }

  private static long count(String mode, long count) {
    return mode.equals(EXACT_COUNT) && count == 0 ? 1 : count;
  }

  static void check(ResourceClaimSpec spec, FieldPath at, Findings findings) {
    check(spec.devices(), at.child("devices"), findings);
  }

  private static void check(DeviceClaim claim, FieldPath at, Findings findings) {
    Elements.checkSet(
        claim.requests(),
        REQUESTS_MAX,
        RequestRules::checkRequest,
        DeviceRequest::name,
        at.child("requests"),
        findings);
    var names = RequestNames.of(claim);
    Elements.check(
        claim.constraints(),
        CONSTRAINTS_MAX,
        (constraint, place, found) -> checkConstraint(constraint, names, place, found),
        at.child("constraints"),
        findings);
    Elements.check(
        claim.config(),
        ConfigurationRules.CONFIGURATIONS_MAX,
        (config, place, found) -> checkConfiguration(config, names, place, found),
        at.child("config"),
        findings);
  }

  private static void checkRequest(DeviceRequest request, FieldPath at, Findings findings) {
    DeviceNames.checkLabel(request.name(), at.child("name"), findings);
    var exactly = request.exactly();
    var alternatives = request.firstAvailable();
    if (exactly != null && !alternatives.isEmpty()) {
      findings.invalid(
          at,
          null,
          "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set");
    } else if (exactly != null) {
      checkExact(exactly, at.child("exactly"), findings);
    } else if (alternatives.isEmpty()) {
      findings.required(at, "exactly one of `exactly` or `firstAvailable` is required");
    } else {
      Elements.checkSet(
          alternatives,
          ALTERNATIVES_MAX,
          RequestRules::checkAlternative,
          DeviceSubRequest::name,
          at.child("firstAvailable"),
          findings);
    }
  }

  private static void checkExact(ExactDeviceRequest request, FieldPath at, Findings findings) {
    References.requireSubdomain(request.deviceClassName(), at.child("deviceClassName"), findings);
    ConfigurationRules.checkSelectors(request.selectors(), at.child("selectors"), findings);
    checkAmount(request.allocationMode(), request.count(), at, findings);
    TaintRules.checkTolerations(request.tolerations(), at.child("tolerations"), findings);
  }

  private static void checkAlternative(DeviceSubRequest request, FieldPath at, Findings findings) {
    DeviceNames.checkLabel(request.name(), at.child("name"), findings);
    References.requireSubdomain(request.deviceClassName(), at.child("deviceClassName"), findings);
    ConfigurationRules.checkSelectors(request.selectors(), at.child("selectors"), findings);
    checkAmount(request.allocationMode(), request.count(), at, findings);
    TaintRules.checkTolerations(request.tolerations(), at.child("tolerations"), findings);
  }

  private static void checkAmount(String mode, long count, FieldPath at, Findings findings) {
    switch (mode) {
      case ALL -> {
        if (count != 0) {
          findings.invalid(
              at.child("count"), count, "must not be specified when allocationMode is 'All'");
        }
      }
      case EXACT_COUNT -> {
        if (count <= 0) {
          findings.invalid(at.child("count"), count, "must be greater than zero");
        }
      }
      default -> findings.notSupported(at.child("allocationMode"), mode, List.of(ALL, EXACT_COUNT));
    }
  }

  private static void checkConstraint(
      DeviceConstraint constraint, RequestNames names, FieldPath at, Findings findings) {
    names.checkAll(constraint.requests(), at.child("requests"), findings);
    var match = constraint.matchAttribute();
    var distinct = constraint.distinctAttribute();
    if (match != null) {
      DeviceNames.checkFullyQualified(match, at.child("matchAttribute"), findings);
    } else if (distinct != null) {
      DeviceNames.checkFullyQualified(distinct, at.child("distinctAttribute"), findings);
    } else {
      findings.required(
          at,
          "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple"
              + " fields are set");
    }
  }

  private static void checkConfiguration(
      DeviceClaimConfiguration config, RequestNames names, FieldPath at, Findings findings) {
    names.checkAll(config.requests(), at.child("requests"), findings);
    ConfigurationRules.check(config.opaque(), at, findings);
  }
}
