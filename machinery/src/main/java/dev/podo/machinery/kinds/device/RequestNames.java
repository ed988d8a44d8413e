package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.resource.v1.DeviceClaim;
import java.util.List;
import java.util.TreeSet;

/// What the parts of a claim may refer to: `request`, or `request/subrequest` where a request lists
/// alternatives.
///
/// @param names all that may be referred to
record RequestNames(TreeSet<String> names) {
  private static final String NOT_A_REQUEST =
      "must be the name of a request in the claim or the name of a request and a subrequest"
          + " separated by '/'";

  static RequestNames of(DeviceClaim claim) {
    var names = new TreeSet<String>();
    for (var request : claim.requests()) {
      names.add(request.name());
      request.firstAvailable().forEach(it -> names.add(request.name() + "/" + it.name()));
    }
    return new RequestNames(names);
  }

  void check(String name, FieldPath at, Findings findings) {
    var parts = name.split("/", -1);
    if (parts.length > 2) {
      findings.invalid(at, name, NOT_A_REQUEST);
      return;
    }
    for (var part : parts) {
      DeviceNames.checkLabel(part, at, findings);
    }
    if (!names.contains(name)) {
      findings.invalid(at, name, NOT_A_REQUEST);
    }
  }

  void checkAll(List<String> references, FieldPath at, Findings findings) {
    Elements.checkSet(
        references, RequestRules.REQUESTS_MAX, this::check, name -> name, at, findings);
  }
}
