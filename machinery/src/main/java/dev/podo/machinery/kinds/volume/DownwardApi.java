package dev.podo.machinery.kinds.volume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.ObjectFieldSelector;
import dev.podo.model.core.v1.ResourceFieldSelector;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What references to a Pod's own fields and resources must obey.
public final class DownwardApi {
  private static final List<String> KNOWN_FIELDS =
      List.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.restartPolicy",
          "spec.serviceAccountName",
          "spec.schedulerName",
          "status.phase",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");
  private static final List<String> RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");
  private static final Pattern HUGE_PAGES = Pattern.compile("(limits|requests)\\.hugepages-.*");
  private static final Pattern SUBSCRIPTED = Pattern.compile("([^\\[]+)\\['(.*)'\\]");
  private static final List<String> CPU_DIVISORS = List.of("1m", "1");
  private static final List<String> BYTE_DIVISORS =
      List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

  private DownwardApi() {}

  /// The reference with the version that it means if it says none.
  public static ObjectFieldSelector defaults(ObjectFieldSelector field) {
    return field.apiVersion().isEmpty() ? field.with(b -> b.apiVersion("v1")) : field;
  }

  /// @param supported the fields that can be shown here, in the order in which errors name them
  public static void checkField(
      ObjectFieldSelector field, List<String> supported, FieldPath at, Findings findings) {
    if (!findings.requireText(field.apiVersion(), at.child("apiVersion"))
        || !findings.requireText(field.fieldPath(), at.child("fieldPath"))) {
      return;
    }
    var path = field.fieldPath();
    var subscripted = SUBSCRIPTED.matcher(path);
    var plain = subscripted.matches() ? subscripted.group(1) : path;
    if (!field.apiVersion().equals("v1")) {
      invalid(path, "unsupported pod version: " + field.apiVersion(), at, findings);
    } else if (!KNOWN_FIELDS.contains(plain)) {
      invalid(path, "field label not supported: " + path, at, findings);
    } else if (subscripted.matches()) {
      checkSubscript(plain, subscripted.group(2), at, findings);
    } else if (!supported.contains(path)) {
      findings.notSupported(at.child("fieldPath"), path, supported);
    }
  }

  private static void invalid(String path, String why, FieldPath at, Findings findings) {
    findings.invalid(at.child("fieldPath"), path, "error converting fieldPath: " + why);
  }

  private static void checkSubscript(
      String path, String subscript, FieldPath at, Findings findings) {
    switch (path) {
      case "metadata.annotations" -> {
        var lower = subscript.toLowerCase(Locale.ROOT);
        findings.invalidFor(at, lower, Names.qualifiedName(lower));
      }
      case "metadata.labels" -> findings.invalidFor(at, subscript, Names.qualifiedName(subscript));
      default -> findings.invalid(at, path, "does not support subscript");
    }
  }

  /// @param named whether the container must be named
  public static void checkResource(
      ResourceFieldSelector resource, boolean named, FieldPath at, Findings findings) {
    var name = resource.resource();
    if (named && resource.containerName().isEmpty()) {
      findings.required(at.child("containerName"));
    } else if (findings.requireText(name, at.child("resource"))
        && !RESOURCES.contains(name)
        && !HUGE_PAGES.matcher(name).matches()) {
      findings.notSupported(at.child("resource"), name, RESOURCES);
    }
    checkDivisor(resource, at, findings);
  }

  private static void checkDivisor(
      ResourceFieldSelector resource, FieldPath at, Findings findings) {
    var divisor = resource.divisor();
    if (divisor.isZero()) {
      return;
    }
    var isCpu = resource.resource().endsWith(".cpu");
    var allowed = isCpu ? CPU_DIVISORS : BYTE_DIVISORS;
    if (!allowed.contains(divisor.toString())) {
      var what =
          isCpu
              ? "1m and 1 are supported with the cpu resource"
              : String.join(", ", BYTE_DIVISORS)
                  + " are supported with the "
                  + bytesOf(resource.resource())
                  + " resource";
      findings.invalid(at.child("divisor"), resource.resource(), "only divisor's values " + what);
    }
  }

  private static String bytesOf(String resource) {
    if (resource.endsWith(".ephemeral-storage")) {
      return "local ephemeral storage";
    }
    return resource.endsWith(".memory") ? "memory" : "hugepages";
  }
}
