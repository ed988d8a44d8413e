package dev.podo.machinery.kinds.apiservice;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.validation.Names;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.apiregistration.v1.APIServiceSpec;
import dev.podo.model.apiregistration.v1.APIServiceStatus;
import dev.podo.model.apiregistration.v1.ServiceReference;
import java.util.List;

final class ApiServiceStrategy
    extends StatusStrategy<APIService, APIServiceSpec, APIServiceStatus> {
  private static final int HTTPS = 443;
  private static final int GROUP_PRIORITY_MAX = 20_000;
  private static final int VERSION_PRIORITY_MAX = 1_000;

  ApiServiceStrategy() {
    super(
        new MetadataRules(false, NameRule.PATH_SEGMENT),
        new Parts<>(
            APIService::withMetadata,
            APIService::spec,
            APIService::withSpec,
            APIService::status,
            APIService::withStatus,
            APIServiceStatus.EMPTY),
        false);
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public APIService defaults(APIService service) {
    var reference = service.spec().service();
    if (reference == null || reference.port() != null) {
      return service;
    }
    var whole = reference.with(b -> b.port(Default.value(reference.port(), HTTPS)));
    return service.withSpec(service.spec().with(b -> b.service(whole)));
  }

  @Override
  protected void check(APIService service, Findings findings) {
    var spec = service.spec();
    checkName(service, findings);
    if (spec.group().isEmpty()) {
      if (!spec.version().equals("v1")) {
        findings.required(
            SPEC.child("group"), "only v1 may have an empty group and it better be legacy kube");
      }
    } else {
      findings.invalidFor(SPEC.child("group"), spec.group(), Names.dns1123Subdomain(spec.group()));
    }
    findings.invalidFor(SPEC.child("version"), spec.version(), Names.dns1035Label(spec.version()));
    checkPriority(
        SPEC.child("groupPriorityMinimum"),
        spec.groupPriorityMinimum(),
        GROUP_PRIORITY_MAX,
        findings);
    checkPriority(
        SPEC.child("versionPriority"), spec.versionPriority(), VERSION_PRIORITY_MAX, findings);
    var reference = spec.service();
    if (reference == null) {
      checkLocal(spec, findings);
    } else {
      checkRemote(spec, reference, findings);
    }
  }

  private static void checkName(APIService service, Findings findings) {
    var name = service.metadata().name();
    var wanted = service.spec().version() + "." + service.spec().group();
    if (!name.isEmpty() && Names.pathSegment(name).isEmpty() && !name.equals(wanted)) {
      findings.invalid(
          METADATA.child("name"),
          name,
          "must be `spec.version+\".\"+spec.group`: \"" + wanted + "\"");
    }
  }

  private static void checkPriority(FieldPath at, int priority, int max, Findings findings) {
    if (priority <= 0 || priority > max) {
      findings.invalid(at, priority, "must be positive and less than " + max);
    }
  }

  private static void checkLocal(APIServiceSpec spec, Findings findings) {
    if (spec.caBundle().size() > 0) {
      findings.invalid(
          SPEC.child("caBundle"),
          spec.caBundle().size() + " bytes",
          "local APIServices may not have a caBundle");
    }
    if (spec.insecureSkipTLSVerify()) {
      findings.invalid(
          SPEC.child("insecureSkipTLSVerify"),
          true,
          "local APIServices may not have insecureSkipTLSVerify");
    }
  }

  private static void checkRemote(
      APIServiceSpec spec, ServiceReference reference, Findings findings) {
    var at = SPEC.child("service");
    findings.requireText(reference.namespace(), at.child("namespace"));
    findings.requireText(reference.name(), at.child("name"));
    var port = Default.value(reference.port(), HTTPS);
    var problems = Names.portNumber(port);
    if (!problems.isEmpty()) {
      findings.invalid(at.child("port"), port, "port is not valid: " + String.join(", ", problems));
    }
    if (spec.insecureSkipTLSVerify() && spec.caBundle().size() > 0) {
      findings.invalid(
          SPEC.child("insecureSkipTLSVerify"), true, "may not be true if caBundle is present");
    }
  }

  @Override
  protected void checkStatusUpdate(APIService now, APIService old, Findings findings) {
    var conditions = now.status().conditions();
    for (var i = 0; i < conditions.size(); i++) {
      var status = conditions.get(i).status();
      if (!status.equals("True") && !status.equals("False") && !status.equals("Unknown")) {
        findings.notSupported(
            STATUS.child("conditions").index(i).child("status"),
            status,
            List.of("True", "False", "Unknown"));
      }
    }
  }
}
