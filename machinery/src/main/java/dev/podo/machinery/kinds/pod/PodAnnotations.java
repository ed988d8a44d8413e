package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.volume.LocalPaths;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.core.v1.AppArmorProfile;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.SeccompProfile;
import dev.podo.model.core.v1.SecurityContext;
import dev.podo.model.core.v1.Toleration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Annotations of Pods that mean something to Kubernetes, most of them from before there were
/// fields for it.
final class PodAnnotations {
  static final String MIRROR = "kubernetes.io/config.mirror";
  static final String SECCOMP_OF_POD = "seccomp.security.alpha.kubernetes.io/pod";
  static final String SECCOMP_OF_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
  static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

  private static final String TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations";
  private static final String RUNTIME_DEFAULT = "runtime/default";
  private static final String LOCALHOST = "localhost/";
  private static final List<String> SECCOMP_PROFILES =
      List.of(RUNTIME_DEFAULT, "docker/default", "unconfined");

  private PodAnnotations() {}

  static void check(
      Map<String, String> annotations, PodSpec spec, FieldPath at, Findings findings) {
    var mirror = annotations.get(MIRROR);
    if (mirror != null && spec.nodeName().isEmpty()) {
      findings.invalid(
          at.key(MIRROR), mirror, "must set spec.nodeName if mirror pod annotation is set");
    }
    var tolerations = annotations.getOrDefault(TOLERATIONS, "");
    if (!tolerations.isEmpty()) {
      checkTolerations(tolerations, at, findings);
    }
    var cost = annotations.get(Pods.DELETION_COST);
    if (cost != null && !isCost(cost)) {
      findings.invalid(at.key(Pods.DELETION_COST), cost, "must be a 32bit integer");
    }
    annotations.forEach((key, value) -> {
      if (key.equals(SECCOMP_OF_POD) || key.startsWith(SECCOMP_OF_CONTAINER)) {
        checkSeccomp(value, at.child(key), findings);
      }
    });
    checkAppArmor(annotations, spec, at, findings);
  }

  private static boolean isCost(String cost) {
    if (!cost.matches("0|-?[1-9][0-9]{0,9}")) {
      return false;
    }
    var number = Long.parseLong(cost);
    return number == (int) number;
  }

  private static void checkTolerations(String json, FieldPath at, Findings findings) {
    var tolerations = new ArrayList<Toleration>();
    try {
      if (Json.parse(json.getBytes(StandardCharsets.UTF_8)) instanceof List<?> trees) {
        for (var tree : trees) {
          tolerations.add(Json.fromTree(Toleration.SCHEMA, tree, Strictness.IGNORE).value());
        }
      } else {
        findings.invalid(at, TOLERATIONS, "must be a JSON array");
      }
    } catch (DecodeException malformed) {
      findings.invalid(at, TOLERATIONS, String.valueOf(malformed.getMessage()));
      return;
    }
    SchedulingValidation.checkTolerations(tolerations, at.child(TOLERATIONS), findings);
  }

  private static void checkSeccomp(String profile, FieldPath at, Findings findings) {
    if (profile.startsWith(LOCALHOST)) {
      LocalPaths.checkDescending(profile.substring(LOCALHOST.length()), at, findings);
    } else if (!SECCOMP_PROFILES.contains(profile)) {
      findings.invalid(at, profile, "must be a valid seccomp profile");
    }
  }

  private static void checkAppArmor(
      Map<String, String> annotations, PodSpec spec, FieldPath at, Findings findings) {
    var names = new TreeSet<String>();
    OsValidation.forEach(spec, at, (container, place) -> names.add(container.name()));
    annotations.forEach((key, profile) -> {
      if (!key.startsWith(APP_ARMOR)) {
        return;
      }
      var container = key.substring(APP_ARMOR.length());
      if (!names.contains(container)) {
        findings.invalid(at.key(key), container, "container not found");
      }
      var known =
          profile.isEmpty()
              || profile.equals(RUNTIME_DEFAULT)
              || profile.equals("unconfined")
              || profile.startsWith(LOCALHOST);
      if (!known) {
        findings.invalid(
            at.key(key), profile, "invalid AppArmor profile name: " + Texts.quote(profile));
      }
    });
  }

  /// The Pod with what its annotations say of AppArmor in the fields of its containers, unless they
  /// say it themselves (KEP-24).
  static Pod withAppArmor(Pod pod) {
    var os = pod.spec().os();
    var annotations = pod.metadata().annotations();
    if (annotations.isEmpty() || (os != null && os.name().equals("windows"))) {
      return pod;
    }
    var context = pod.spec().securityContext();
    var ofPod = context == null ? null : context.appArmorProfile();
    UnaryOperator<Container> armed =
        container -> {
          var profile = profile(annotations.getOrDefault(APP_ARMOR + container.name(), ""));
          var own = Default.value(container.securityContext(), SecurityContext.EMPTY);
          return profile == null || own.appArmorProfile() != null || profile.equals(ofPod)
              ? container
              : container.with(b -> b.securityContext(own.with(s -> s.appArmorProfile(profile))));
        };
    return pod.withSpec(
        pod.spec()
            .with(b ->
                b.containers(Default.each(pod.spec().containers(), armed))
                    .initContainers(Default.each(pod.spec().initContainers(), armed))));
  }

  private static @Nullable AppArmorProfile profile(String annotation) {
    if (annotation.startsWith(LOCALHOST)) {
      var local = annotation.substring(LOCALHOST.length());
      return local.isBlank()
          ? null
          : AppArmorProfile.builder().type("Localhost").localhostProfile(local).build();
    }
    return switch (annotation) {
      case RUNTIME_DEFAULT -> AppArmorProfile.builder().type("RuntimeDefault").build();
      case "unconfined" -> AppArmorProfile.builder().type("Unconfined").build();
      default -> null;
    };
  }

  /// What a change of a Pod may not do to them.
  static void checkUpdate(Pod now, Pod old, FieldPath at, Findings findings) {
    var annotations = now.metadata().annotations();
    var before = old.metadata().annotations();
    before.forEach((key, value) -> {
      if (!Objects.equals(annotations.get(key), value)) {
        forbid(key, "may not remove or update ", at, findings);
      }
    });
    annotations.forEach((key, value) -> {
      if (!before.containsKey(key)) {
        forbid(key, "may not add ", at, findings);
      }
    });
    check(annotations, now.spec(), at, findings);
  }

  private static void forbid(String key, String what, FieldPath at, Findings findings) {
    if (key.startsWith(APP_ARMOR)) {
      findings.forbidden(at.key(key), what + "AppArmor annotations");
    }
    if (key.equals(MIRROR)) {
      findings.forbidden(at.key(key), what + "mirror pod annotation");
    }
  }

  /// Where a field and an annotation say the same thing of a new Pod, they must agree.
  static void checkAgree(
      Map<String, String> annotations, PodSpec spec, FieldPath at, Findings findings) {
    var context = spec.securityContext();
    if (context != null) {
      agree(
          annotations.get(SECCOMP_OF_POD),
          Profile.of(context.seccompProfile()),
          at.child("securityContext", "seccompProfile"),
          findings);
    }
    OsValidation.forEach(
        spec,
        at,
        (container, place) -> {
          var own = container.securityContext();
          agree(
              annotations.get(SECCOMP_OF_CONTAINER + container.name()),
              Profile.of(own == null ? null : own.seccompProfile()),
              place.child("securityContext", "seccompProfile"),
              findings);
        });
    var os = spec.os();
    if (os != null && os.name().equals("windows")) {
      return;
    }
    var ofPod = context == null ? null : context.appArmorProfile();
    OsValidation.forEach(
        spec,
        at,
        (container, place) -> {
          var own = container.securityContext();
          var ofContainer = own == null ? null : own.appArmorProfile();
          agree(
              annotations.get(APP_ARMOR + container.name()),
              Profile.of(ofContainer == null ? ofPod : ofContainer),
              place.child("securityContext", "appArmorProfile"),
              findings);
        });
  }

  /// @param what whose profile it is
  private record Profile(String what, String type, @Nullable String local) {
    static @Nullable Profile of(@Nullable SeccompProfile profile) {
      return profile == null
          ? null
          : new Profile("seccomp", profile.type(), profile.localhostProfile());
    }

    static @Nullable Profile of(@Nullable AppArmorProfile profile) {
      return profile == null
          ? null
          : new Profile("apparmor", profile.type(), profile.localhostProfile());
    }
  }

  private static void agree(
      @Nullable String annotation, @Nullable Profile field, FieldPath at, Findings findings) {
    if (annotation == null || field == null) {
      return;
    }
    var same =
        switch (field.type()) {
          case "Unconfined" -> annotation.equals("unconfined");
          case "RuntimeDefault" ->
              annotation.equals(RUNTIME_DEFAULT)
                  || (annotation.equals("docker/default") && field.what().equals("seccomp"));
          case "Localhost" -> annotation.startsWith(LOCALHOST);
          default -> true;
        };
    if (!same) {
      findings.forbidden(
          at.child("type"), field.what() + " type in annotation and field must match");
    } else if (field.type().equals("Localhost") && !annotation.equals(LOCALHOST + field.local())) {
      findings.forbidden(
          at.child("localhostProfile"),
          field.what() + " profile in annotation and field must match");
    }
  }
}
