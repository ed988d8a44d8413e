package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Presence;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.SecurityContext;
import dev.podo.model.core.v1.WindowsSecurityContextOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What depends on the operating system of a Pod: what Windows has and Linux has not, and the other
/// way round.
final class OsValidation {
  private static final String LINUX = "linux";
  private static final String WINDOWS = "windows";
  private static final String NOT_ON_WINDOWS = "cannot be set for a windows pod";
  private static final String NOT_ON_LINUX = "windows options cannot be set for a linux pod";

  /// Fields of the Pod's own, and those of its security context, in upstream's order.
  private static final List<String> LINUX_ONLY_IN_PODS =
      List.of(
          "securityContext.appArmorProfile",
          "securityContext.seLinuxOptions",
          "hostUsers",
          "hostPID",
          "hostIPC",
          "securityContext.seccompProfile",
          "securityContext.fsGroup",
          "securityContext.fsGroupChangePolicy",
          "securityContext.sysctls",
          "shareProcessNamespace",
          "securityContext.runAsUser",
          "securityContext.runAsGroup",
          "securityContext.supplementalGroups",
          "securityContext.supplementalGroupsPolicy",
          "securityContext.seLinuxChangePolicy");

  private static final List<String> LINUX_ONLY_IN_CONTAINERS =
      List.of(
          "appArmorProfile",
          "seLinuxOptions",
          "seccompProfile",
          "capabilities",
          "readOnlyRootFilesystem",
          "privileged",
          "allowPrivilegeEscalation",
          "procMount",
          "runAsUser",
          "runAsGroup");

  private static final int SPEC_MAX_BYTES = 64 << 10;
  private static final int DOMAIN_MAX = 256;
  private static final int USER_MAX = 104;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern NET_BIOS =
      Pattern.compile("[^\\\\/:*?\"<>|.][^\\\\/:*?\"<>|]{0,14}");
  private static final String DNS_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
  private static final Pattern DNS = Pattern.compile(DNS_LABEL + "(?:\\." + DNS_LABEL + ")*");
  private static final Pattern NOT_IN_USER = Pattern.compile("[\"/\\\\:;|=,+*?<>@\\[\\]]");
  private static final Pattern DOTS_AND_SPACES = Pattern.compile("[. ]+");

  private static final List<String> WINDOWS_SIGNALS = List.of("SIGKILL", "SIGTERM");
  private static final List<String> LINUX_SIGNALS = linuxSignals();

  private OsValidation() {}

  private static List<String> linuxSignals() {
    var signals = new ArrayList<String>();
    var plain =
        "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV"
            + " STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ"
            + " RTMIN RTMAX";
    for (var name : plain.split(" ", -1)) {
      signals.add("SIG" + name);
    }
    for (var i = 1; i <= 15; i++) {
      signals.add("SIGRTMIN+" + i);
    }
    for (var i = 1; i <= 14; i++) {
      signals.add("SIGRTMAX-" + i);
    }
    return signals.stream().sorted().toList();
  }

  /// The signal that tells a container to stop; which there are depends on the system.
  static void checkSignal(String signal, PodSpec spec, FieldPath at, Findings findings) {
    var os = spec.os();
    if (os == null || os.name().isEmpty()) {
      findings.forbidden(at, "may not be set for containers with no `spec.os.name`");
    } else {
      findings.oneOf(at, signal, os.name().equals(WINDOWS) ? WINDOWS_SIGNALS : LINUX_SIGNALS);
    }
  }

  static void check(PodSpec spec, FieldPath at, Findings findings) {
    var os = spec.os();
    if (os == null) {
      return;
    }
    switch (os.name()) {
      case "" -> findings.required(at.child("os", "name"), "cannot be empty");
      case LINUX -> checkLinux(spec, at, findings);
      case WINDOWS -> checkWindows(spec, at, findings);
      default -> findings.notSupported(at.child("os"), os.name(), List.of(LINUX, WINDOWS));
    }
  }

  private static void checkLinux(PodSpec spec, FieldPath at, Findings findings) {
    var context = spec.securityContext();
    if (context != null && context.windowsOptions() != null) {
      findings.forbidden(at.child("securityContext", "windowsOptions"), NOT_ON_LINUX);
    }
    forEach(
        spec,
        at,
        (container, place) -> {
          var own = container.securityContext();
          if (own != null && own.windowsOptions() != null) {
            findings.forbidden(place.child("securityContext", "windowsOptions"), NOT_ON_LINUX);
          }
        });
  }

  private static void checkWindows(PodSpec spec, FieldPath at, Findings findings) {
    var context = spec.securityContext();
    for (var name : LINUX_ONLY_IN_PODS) {
      var dot = name.indexOf('.');
      var of = dot < 0 ? spec : context;
      var field = name.substring(dot + 1);
      if (of != null && isSet(of, field)) {
        var place = dot < 0 ? at : at.child("securityContext");
        findings.forbidden(place.child(field), NOT_ON_WINDOWS);
      }
    }
    forEach(
        spec,
        at,
        (container, place) -> {
          SecurityContext own = container.securityContext();
          for (var field : LINUX_ONLY_IN_CONTAINERS) {
            if (own != null && isSet(own, field)) {
              findings.forbidden(place.child("securityContext", field), NOT_ON_WINDOWS);
            }
          }
        });
  }

  private static boolean isSet(Struct struct, String name) {
    var field = struct.schema().field(name);
    var value = field == null ? null : struct.get(field.index());
    return field != null
        && value != null
        && !value.equals(List.of())
        && !(field.presence() == Presence.VALUE && value.equals(false));
  }

  /// Init containers first, as upstream visits them.
  static void forEach(PodSpec spec, FieldPath at, BiConsumer<Container, FieldPath> visit) {
    for (var i = 0; i < spec.initContainers().size(); i++) {
      visit.accept(spec.initContainers().get(i), at.child("initContainers").index(i));
    }
    for (var i = 0; i < spec.containers().size(); i++) {
      visit.accept(spec.containers().get(i), at.child("containers").index(i));
    }
    for (var i = 0; i < spec.ephemeralContainers().size(); i++) {
      visit.accept(
          EphemeralContainers.asContainer(spec.ephemeralContainers().get(i)),
          at.child("ephemeralContainers").index(i));
    }
  }

  /// Processes of the host are all of a Pod or none.
  static void checkHostProcesses(PodSpec spec, FieldPath at, Findings findings) {
    var context = spec.securityContext();
    var ofPod = context == null ? null : hostProcess(context.windowsOptions());
    var flags = new ArrayList<Boolean>();
    forEach(
        spec,
        at,
        (container, place) -> {
          var own = container.securityContext();
          var ofContainer = own == null ? null : hostProcess(own.windowsOptions());
          if (ofPod != null && ofContainer != null && !ofPod.equals(ofContainer)) {
            findings.invalid(
                place.child("securityContext", "windowsOptions", "hostProcess"),
                ofContainer,
                "pod hostProcess value must be identical if both are specified, was " + ofPod);
          }
          flags.add(Boolean.TRUE.equals(ofContainer == null ? ofPod : ofContainer));
        });
    if (!flags.contains(true)) {
      return;
    }
    if (flags.contains(false)) {
      findings.invalid(
          at,
          "",
          "If pod contains any hostProcess containers then all containers must be HostProcess"
              + " containers");
    }
    if (!spec.hostNetwork()) {
      findings.invalid(
          at.child("hostNetwork"),
          false,
          "hostNetwork must be true if pod contains any hostProcess containers");
    }
  }

  private static @Nullable Boolean hostProcess(@Nullable WindowsSecurityContextOptions options) {
    return options == null ? null : options.hostProcess();
  }

  static void checkOptions(
      @Nullable WindowsSecurityContextOptions options, FieldPath at, Findings findings) {
    if (options == null) {
      return;
    }
    var name = options.gmsaCredentialSpecName();
    if (name != null) {
      findings.invalidFor(at.child("gmsaCredentialSpecName"), name, Names.dns1123Subdomain(name));
    }
    var spec = options.gmsaCredentialSpec();
    if (spec != null && spec.isEmpty()) {
      findings.invalid(
          at.child("gmsaCredentialSpec"), spec, "gmsaCredentialSpec cannot be an empty string");
    } else if (spec != null && DataRules.size(spec) > SPEC_MAX_BYTES) {
      findings.invalid(
          at.child("gmsaCredentialSpec"), spec, "gmsaCredentialSpec size must be under 64 KiB");
    }
    var user = options.runAsUserName();
    if (user != null) {
      for (var problem : userProblems(user)) {
        findings.invalid(at.child("runAsUserName"), user, "runAsUserName" + problem);
      }
    }
  }

  private static List<String> userProblems(String name) {
    if (name.isEmpty()) {
      return List.of(" cannot be an empty string");
    }
    if (CONTROL.matcher(name).find()) {
      return List.of(" cannot contain control characters");
    }
    var slash = name.indexOf('\\');
    if (slash != name.lastIndexOf('\\')) {
      return List.of(" cannot contain more than one backslash");
    }
    var problems = new ArrayList<String>();
    if (slash >= 0) {
      var domain = name.substring(0, slash);
      if (domain.length() >= DOMAIN_MAX) {
        problems.add("'s Domain length must be under " + DOMAIN_MAX + " characters");
      }
      if (!NET_BIOS.matcher(domain).matches() && !DNS.matcher(domain).matches()) {
        problems.add("'s Domain doesn't match the NetBios nor the DNS format");
      }
    }
    addUserProblems(name.substring(slash + 1), problems);
    return problems;
  }

  private static void addUserProblems(String user, List<String> problems) {
    if (user.isEmpty()) {
      problems.add("'s User cannot be empty");
    } else if (user.length() > USER_MAX) {
      problems.add("'s User length must not be longer than " + USER_MAX + " characters");
    }
    if (DOTS_AND_SPACES.matcher(user).matches()) {
      problems.add("'s User cannot contain only periods or spaces");
    }
    if (NOT_IN_USER.matcher(user).find()) {
      problems.add("'s User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
    }
  }
}
