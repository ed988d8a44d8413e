package dev.podo.machinery.kinds.csi;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.CountedStrategy;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.model.storage.v1.CSIDriver;
import dev.podo.model.storage.v1.CSIDriverSpec;
import dev.podo.model.storage.v1.TokenRequest;
import java.util.HashSet;
import java.util.List;

final class CsiDriverStrategy extends CountedStrategy<CSIDriver> {
  private static final String PERSISTENT = "Persistent";
  private static final long TOKEN_MIN_SECONDS = 600;

  CsiDriverStrategy() {
    super(ofCluster(), CSIDriver::withMetadata, CSIDriver::spec);
  }

  @Override
  public CSIDriver defaults(CSIDriver driver) {
    var spec = driver.spec();
    var modes = spec.volumeLifecycleModes();
    return driver.with(d ->
        d.spec(
            spec.with(b ->
                b.attachRequired(Default.value(spec.attachRequired(), true))
                    .podInfoOnMount(Default.value(spec.podInfoOnMount(), false))
                    .storageCapacity(Default.value(spec.storageCapacity(), false))
                    .fsGroupPolicy(Default.value(spec.fsGroupPolicy(), "ReadWriteOnceWithFSType"))
                    .volumeLifecycleModes(modes.isEmpty() ? List.of(PERSISTENT) : modes)
                    .requiresRepublish(Default.value(spec.requiresRepublish(), false))
                    .seLinuxMount(Default.value(spec.seLinuxMount(), false)))));
  }

  /// A new driver has no generation yet, as upstream's.
  @Override
  public CSIDriver prepareForCreate(CSIDriver driver) {
    return driver.withMetadata(SystemMetadata.uncounted(driver.metadata()));
  }

  @Override
  public List<String> warnings(CSIDriver driver) {
    var spec = driver.spec();
    return spec.tokenRequests().isEmpty() || spec.serviceAccountTokenInSecrets() != null
        ? List.of()
        : List.of(
            "spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to"
                + " true to prevent possible logging of tokens in volume attributes");
  }

  @Override
  public List<String> updateWarnings(CSIDriver now, CSIDriver old) {
    return now.spec().tokenRequests().equals(old.spec().tokenRequests())
        ? List.of()
        : warnings(now);
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  protected void check(CSIDriver driver, Findings findings) {
    checkSpec(driver.spec(), findings);
  }

  private static void checkSpec(CSIDriverSpec spec, Findings findings) {
    if (spec.attachRequired() == null) {
      findings.required(SPEC.child("attachedRequired"));
    }
    if (spec.podInfoOnMount() == null) {
      findings.required(SPEC.child("podInfoOnMount"));
    }
    if (spec.storageCapacity() == null) {
      findings.required(SPEC.child("storageCapacity"));
    }
    var policy = spec.fsGroupPolicy();
    if (policy != null) {
      findings.oneOf(
          SPEC.child("fsGroupPolicy"), policy, List.of("File", "None", "ReadWriteOnceWithFSType"));
    }
    checkTokens(spec.tokenRequests(), SPEC.child("tokenRequests"), findings);
    for (var mode : spec.volumeLifecycleModes()) {
      findings.oneOf(SPEC.child("volumeLifecycleModes"), mode, List.of(PERSISTENT, "Ephemeral"));
    }
    if (spec.seLinuxMount() == null) {
      findings.required(SPEC.child("seLinuxMount"));
    }
    var period = spec.nodeAllocatableUpdatePeriodSeconds();
    if (period != null && period < 10) {
      findings.invalid(
          SPEC.child("nodeAllocatableUpdatePeriodSeconds"),
          period,
          "must be greater than or equal to 10 seconds");
    }
    if (spec.serviceAccountTokenInSecrets() != null && spec.tokenRequests().isEmpty()) {
      findings.invalid(
          SPEC.child("serviceAccountTokenInSecrets"),
          spec.serviceAccountTokenInSecrets(),
          "serviceAccountTokenInSecrets is set but no tokenRequests are specified");
    }
  }

  private static void checkTokens(List<TokenRequest> tokens, FieldPath at, Findings findings) {
    var audiences = new HashSet<String>();
    for (var i = 0; i < tokens.size(); i++) {
      var audience = tokens.get(i).audience();
      if (!audiences.add(audience)) {
        findings.duplicate(at.index(i).child("audience"), audience);
        continue;
      }
      var seconds = tokens.get(i).expirationSeconds();
      if (seconds == null) {
        continue;
      }
      if (seconds < TOKEN_MIN_SECONDS) {
        findings.invalid(
            at.index(i).child("expirationSeconds"),
            seconds,
            "may not specify a duration less than 10 minutes");
      }
      if (seconds > 1L << 32) {
        findings.invalid(
            at.index(i).child("expirationSeconds"),
            seconds,
            "may not specify a duration larger than 2^32 seconds");
      }
    }
  }

  @Override
  protected void checkUpdate(CSIDriver now, CSIDriver old, Findings findings) {
    checkSpec(now.spec(), findings);
    findings.immutable(
        SPEC.child("attachedRequired"), now.spec().attachRequired(), old.spec().attachRequired());
    findings.immutable(
        SPEC.child("volumeLifecycleModes"),
        now.spec().volumeLifecycleModes(),
        old.spec().volumeLifecycleModes());
  }
}
