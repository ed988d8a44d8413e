package dev.podo.machinery.kinds.flowcontrol;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.model.flowcontrol.v1.ExemptPriorityLevelConfiguration;
import dev.podo.model.flowcontrol.v1.LimitResponse;
import dev.podo.model.flowcontrol.v1.LimitedPriorityLevelConfiguration;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfiguration;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfigurationSpec;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfigurationStatus;
import dev.podo.model.flowcontrol.v1.QueuingConfiguration;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class PriorityLevelConfigurationStrategy
    extends StatusStrategy<
        PriorityLevelConfiguration,
        PriorityLevelConfigurationSpec,
        PriorityLevelConfigurationStatus> {
  /// Has a meaning in an old version of the API only.
  private static final String ZERO_SHARES = "flowcontrol.k8s.io/preserve-zero-concurrency-shares";

  private static final int SHARES = 30;
  private static final int HAND_SIZE = 8;
  private static final int QUEUES = 64;
  private static final int QUEUE_LENGTH = 50;
  private static final int QUEUES_MAX = 10_000_000;
  private static final int HASH_BITS = 60; // From so many random bits a hand is dealt.
  private static final int ALL_PERCENT = 100;

  PriorityLevelConfigurationStrategy() {
    super(
        new MetadataRules(false, NameRule.SUBDOMAIN),
        new Parts<>(
            PriorityLevelConfiguration::withMetadata,
            PriorityLevelConfiguration::spec,
            PriorityLevelConfiguration::withSpec,
            PriorityLevelConfiguration::status,
            PriorityLevelConfiguration::withStatus,
            PriorityLevelConfigurationStatus.EMPTY));
  }

  @Override
  protected boolean statusKeepsMetadata() {
    return true;
  }

  @Override
  public PriorityLevelConfiguration defaults(PriorityLevelConfiguration level) {
    var spec = level.spec();
    return level.withSpec(
        spec.with(b ->
            b.exempt(Default.within(spec.exempt(), PriorityLevelConfigurationStrategy::exempt))
                .limited(
                    Default.within(spec.limited(), PriorityLevelConfigurationStrategy::limited))));
  }

  private static ExemptPriorityLevelConfiguration exempt(ExemptPriorityLevelConfiguration exempt) {
    return exempt.with(b ->
        b.nominalConcurrencyShares(Default.value(exempt.nominalConcurrencyShares(), 0))
            .lendablePercent(Default.value(exempt.lendablePercent(), 0)));
  }

  private static LimitedPriorityLevelConfiguration limited(
      LimitedPriorityLevelConfiguration limited) {
    var response = limited.limitResponse();
    var queuing = Default.within(response.queuing(), PriorityLevelConfigurationStrategy::queuing);
    return limited.with(b ->
        b.nominalConcurrencyShares(Default.value(limited.nominalConcurrencyShares(), SHARES))
            .lendablePercent(Default.value(limited.lendablePercent(), 0))
            .limitResponse(response.with(r -> r.queuing(queuing))));
  }

  private static QueuingConfiguration queuing(QueuingConfiguration queuing) {
    return queuing.with(b ->
        b.handSize(Default.number(queuing.handSize(), HAND_SIZE))
            .queues(Default.number(queuing.queues(), QUEUES))
            .queueLengthLimit(Default.number(queuing.queueLengthLimit(), QUEUE_LENGTH)));
  }

  @Override
  protected void check(PriorityLevelConfiguration level, Findings findings) {
    var name = level.metadata().name();
    var spec = level.spec();
    if (level.metadata().annotations().containsKey(ZERO_SHARES)) {
      findings.forbidden(
          METADATA.child("annotations"), "annotation '" + ZERO_SHARES + "' is forbidden");
    }
    var isExempt = spec.type().equals(PriorityLevelConfigurations.TYPE_EXEMPT);
    if (name.equals(PriorityLevelConfigurations.EXEMPT) != isExempt) {
      findings.invalid(
          SPEC.child("type"), spec.type(), "must be 'Exempt' if and only if `name` is 'exempt'");
    }
    switch (spec.type()) {
      case PriorityLevelConfigurations.TYPE_EXEMPT -> checkExempt(spec, findings);
      case PriorityLevelConfigurations.TYPE_LIMITED -> checkLimited(spec, findings);
      default ->
          findings.notSupported(
              SPEC.child("type"),
              spec.type(),
              List.of(
                  PriorityLevelConfigurations.TYPE_EXEMPT,
                  PriorityLevelConfigurations.TYPE_LIMITED));
    }
    checkMandatory(name, spec, findings);
  }

  private static void checkMandatory(
      String name, PriorityLevelConfigurationSpec spec, Findings findings) {
    var mandatory = InitialPriorityLevels.mandatory(name);
    if (mandatory == null) {
      return;
    }
    if (!name.equals(PriorityLevelConfigurations.EXEMPT)) {
      if (!spec.equals(mandatory.spec())) {
        findings.invalid(SPEC, spec, "spec of '" + name + "' must equal the fixed value");
      }
    } else if (!spec.with(b -> b.exempt(null)).equals(mandatory.spec().with(b -> b.exempt(null)))) {
      findings.invalid(
          SPEC,
          spec,
          "spec of '" + name + "' except the 'spec.exempt' field must equal the fixed value");
    }
  }

  private static void checkExempt(PriorityLevelConfigurationSpec spec, Findings findings) {
    if (spec.limited() != null) {
      findings.forbidden(SPEC.child("limited"), "must be nil if the type is not Limited");
    }
    var exempt = spec.exempt();
    if (exempt != null) {
      var at = SPEC.child("exempt");
      checkNotNegative(exempt.nominalConcurrencyShares(), at, findings);
      checkPercent(exempt.lendablePercent(), at.child("lendablePercent"), findings);
    }
  }

  private static void checkLimited(PriorityLevelConfigurationSpec spec, Findings findings) {
    if (spec.exempt() != null) {
      findings.forbidden(SPEC.child("exempt"), "must be nil if the type is Limited");
    }
    var limited = spec.limited();
    var at = SPEC.child("limited");
    if (limited == null) {
      findings.required(at, "must not be empty when type is Limited");
      return;
    }
    checkNotNegative(limited.nominalConcurrencyShares(), at, findings);
    check(limited.limitResponse(), at.child("limitResponse"), findings);
    checkPercent(limited.lendablePercent(), at.child("lendablePercent"), findings);
    var borrowed = limited.borrowingLimitPercent();
    if (borrowed != null && borrowed < 0) {
      findings.invalid(
          at.child("borrowingLimitPercent"),
          borrowed,
          "if specified, must be a non-negative integer");
    }
  }

  private static void checkNotNegative(@Nullable Integer shares, FieldPath at, Findings findings) {
    if (shares != null && shares < 0) {
      findings.invalid(
          at.child("nominalConcurrencyShares"), shares, "must be a non-negative integer");
    }
  }

  private static void checkPercent(@Nullable Integer percent, FieldPath at, Findings findings) {
    if (percent != null && (percent < 0 || percent > ALL_PERCENT)) {
      findings.invalid(at, percent, "must be between 0 and 100, inclusive");
    }
  }

  private static void check(LimitResponse response, FieldPath at, Findings findings) {
    var queuing = response.queuing();
    switch (response.type()) {
      case PriorityLevelConfigurations.REJECT -> {
        if (queuing != null) {
          findings.forbidden(
              at.child("queuing"), "must be nil if limited.limitResponse.type is not Limited");
        }
      }
      case PriorityLevelConfigurations.QUEUE -> {
        if (queuing == null) {
          findings.required(
              at.child("queuing"), "must not be empty if limited.limitResponse.type is Limited");
        } else {
          check(queuing, at.child("queuing"), findings);
        }
      }
      default ->
          findings.notSupported(
              at.child("type"),
              response.type(),
              List.of(PriorityLevelConfigurations.QUEUE, PriorityLevelConfigurations.REJECT));
    }
  }

  private static void check(QueuingConfiguration queuing, FieldPath at, Findings findings) {
    checkPositive(at.child("queueLengthLimit"), queuing.queueLengthLimit(), findings);
    var queues = queuing.queues();
    checkPositive(at.child("queues"), queues, findings);
    findings.atMost(
        at.child("queues"), queues, QUEUES_MAX, "must not be greater than " + QUEUES_MAX);
    checkHand(queuing.handSize(), queues, at.child("handSize"), findings);
  }

  private static void checkHand(int hand, int queues, FieldPath at, Findings findings) {
    checkPositive(at, hand, findings);
    if (hand > Math.max(queues, 0)) {
      findings.invalid(at, hand, "should not be greater than queues (" + queues + ")");
    } else if (entropyBits(queues, hand) > HASH_BITS) {
      findings.invalid(
          at,
          hand,
          "required entropy bits of deckSize %d and handSize %d should not be greater than %d"
              .formatted(queues, hand, HASH_BITS));
    }
  }

  private static void checkPositive(FieldPath at, int value, Findings findings) {
    if (value <= 0) {
      findings.invalid(at, value, "must be positive");
    }
  }

  /// How many random bits it takes to deal so many of so many queues.
  private static double entropyBits(int queues, int hand) {
    return queues <= 0 || hand <= 0 ? 0 : Math.ceil(Math.log(queues) / Math.log(2) * hand);
  }

  @Override
  protected void checkStatusUpdate(
      PriorityLevelConfiguration now, PriorityLevelConfiguration old, Findings findings) {
    FlowSchemaStrategy.checkConditions(
        now.status().conditions().stream().map(it -> it.type()).toList(), findings);
  }
}
