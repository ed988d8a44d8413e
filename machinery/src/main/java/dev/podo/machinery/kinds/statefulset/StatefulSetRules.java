package dev.podo.machinery.kinds.statefulset;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Amounts;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.persistentvolumeclaim.PersistentVolumeClaims;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.machinery.validation.Names;
import dev.podo.model.apps.v1.RollingUpdateStatefulSetStrategy;
import dev.podo.model.apps.v1.StatefulSetSpec;
import dev.podo.model.apps.v1.StatefulSetUpdateStrategy;
import dev.podo.model.core.v1.PersistentVolumeClaim;
import dev.podo.model.core.v1.PersistentVolumeClaimVolumeSource;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.selector.LabelPredicate;
import java.util.ArrayList;
import java.util.List;

/// What the spec of a StatefulSet must obey.
final class StatefulSetRules {
  private static final List<String> RETENTION = List.of(StatefulSets.RETAIN, StatefulSets.DELETE);

  private StatefulSetRules() {}

  static void check(StatefulSetSpec spec, FieldPath at, Findings findings) {
    check(spec, true, true, at, findings);
  }

  /// What cannot be changed is let be, as are the Pods of a set that was not right before.
  static void checkUpdate(
      StatefulSetSpec now, StatefulSetSpec old, FieldPath at, Findings findings) {
    var before = new Findings();
    check(old, false, true, at, before);
    check(now, false, before.isEmpty(), at, findings);
  }

  private static void check(
      StatefulSetSpec spec, boolean isNew, boolean withPods, FieldPath at, Findings findings) {
    switch (spec.podManagementPolicy()) {
      case "" -> findings.required(at.child("podManagementPolicy"));
      case StatefulSets.ORDERED_READY, StatefulSets.PARALLEL -> {
        // Both are right.
      }
      default ->
          findings.invalid(
              at.child("podManagementPolicy"),
              spec.podManagementPolicy(),
              "must be 'OrderedReady' or 'Parallel'");
    }
    checkStrategy(spec.updateStrategy(), at.child("updateStrategy"), findings);
    var retention = spec.persistentVolumeClaimRetentionPolicy();
    if (retention != null) {
      var place = at.child("persistentVolumeClaimRetentionPolicy");
      findings.oneOf(place.child("whenDeleted"), retention.whenDeleted(), RETENTION);
      findings.oneOf(place.child("whenScaled"), retention.whenScaled(), RETENTION);
    }
    if (isNew) {
      checkClaims(spec.volumeClaimTemplates(), at.child("volumeClaimTemplates"), findings);
    }
    findings.nonNegativeIfThere(at.child("replicas"), spec.replicas());
    findings.nonNegative(at.child("minReadySeconds"), spec.minReadySeconds());
    var ordinals = spec.ordinals();
    if (ordinals != null) {
      findings.nonNegative(at.child("ordinals", "start"), ordinals.start());
    }
    if (isNew && !spec.serviceName().isEmpty()) {
      findings.invalidFor(
          at.child("serviceName"), spec.serviceName(), Names.dns1123Label(spec.serviceName()));
    }
    checkTemplate(spec, withPods, at, findings);
  }

  private static void checkStrategy(
      StatefulSetUpdateStrategy strategy, FieldPath at, Findings findings) {
    var rolling = strategy.rollingUpdate();
    switch (strategy.type()) {
      case "" -> findings.required(at);
      case StatefulSets.ON_DELETE -> {
        if (rolling != null) {
          findings.invalid(
              at.child("rollingUpdate"),
              rolling,
              "only allowed for updateStrategy 'RollingUpdate'");
        }
      }
      case StatefulSets.ROLLING_UPDATE -> {
        if (rolling != null) {
          checkRolling(rolling, at.child("rollingUpdate"), findings);
        }
      }
      default -> findings.invalid(at, strategy, "must be 'RollingUpdate' or 'OnDelete'");
    }
  }

  private static void checkRolling(
      RollingUpdateStatefulSetStrategy rolling, FieldPath at, Findings findings) {
    findings.nonNegativeIfThere(at.child("partition"), rolling.partition());
    var unavailable = rolling.maxUnavailable();
    if (unavailable != null) {
      var place = at.child("maxUnavailable");
      Amounts.check(unavailable, place, findings);
      if (Amounts.of(unavailable) == 0) {
        findings.invalid(place, unavailable, "cannot be 0");
      }
      Amounts.checkAtMostAll(unavailable, place, findings);
    }
  }

  private static void checkClaims(
      List<PersistentVolumeClaim> claims, FieldPath at, Findings findings) {
    for (var i = 0; i < claims.size(); i++) {
      var claim = claims.get(i);
      var name = at.index(i).child("metadata", "name");
      if (findings.requireText(claim.metadata().name(), name)) {
        findings.invalidFor(
            name, claim.metadata().name(), Names.dns1123Subdomain(claim.metadata().name()));
      }
      PersistentVolumeClaims.checkSpec(claim.spec(), at.index(i).child("spec"), findings);
    }
  }

  private static void checkTemplate(
      StatefulSetSpec spec, boolean withPods, FieldPath at, Findings findings) {
    var selector = spec.selector();
    if (selector == null) {
      findings.required(at.child("selector"));
    } else {
      LabelSelectorRules.check(selector, at.child("selector"), findings);
      if (LabelSelectorRules.isEmpty(selector)) {
        findings.invalid(
            at.child("selector"), selector, "empty selector is invalid for statefulset");
      }
    }
    var template = at.child("template");
    try {
      PodTemplates.checkLabels(LabelPredicate.of(selector), spec.template(), template, findings);
    } catch (IllegalArgumentException malformed) {
      findings.invalid(at.child("selector"), selector, "");
    }
    if (withPods) {
      PodTemplates.check(withClaims(spec), template, findings);
    }
    PodTemplates.checkRunsForEver(spec.template(), template, "StatefulSet", findings);
  }

  /// The template as its Pods will be: with a volume for each claim.
  private static PodTemplateSpec withClaims(StatefulSetSpec spec) {
    var pod = spec.template().spec();
    var volumes = new ArrayList<Volume>(pod.volumes());
    for (var claim : spec.volumeClaimTemplates()) {
      var name = claim.metadata().name();
      volumes.removeIf(it -> it.name().equals(name));
      var source = PersistentVolumeClaimVolumeSource.builder().claimName(name).build();
      volumes.add(Volume.builder().name(name).persistentVolumeClaim(source).build());
    }
    return spec.template().with(b -> b.spec(pod.with(p -> p.volumes(volumes))));
  }
}
