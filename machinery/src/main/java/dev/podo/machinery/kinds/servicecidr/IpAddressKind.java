package dev.podo.machinery.kinds.servicecidr;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupResource;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.Names;
import dev.podo.model.networking.v1.IPAddress;
import dev.podo.model.networking.v1.IPAddressList;
import dev.podo.model.networking.v1.ParentReference;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Addresses that are taken, and by whom.
public final class IpAddressKind {
  public static final Kind<IPAddress> KIND =
      Kind.declare(
              new GroupVersionKind("networking.k8s.io", "v1", "IPAddress"), IpAddressKind::details)
          .plural("ipaddresses")
          .shortNames("ip")
          .build();

  private IpAddressKind() {}

  private static void details(KindBuilder<IPAddress> kind) {
    kind.schema(IPAddress.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(), Column.text("ParentRef", "Whose it is.", IpAddressKind::parent)))
        .selectable("spec.parentRef.name", it -> part(it, ParentReference::name))
        .selectable("spec.parentRef.namespace", it -> part(it, ParentReference::namespace))
        .selectable("spec.parentRef.resource", it -> part(it, ParentReference::resource))
        .selectable("spec.parentRef.group", it -> part(it, ParentReference::group))
        .listedAs(
            IPAddressList.SCHEMA,
            (meta, items) -> IPAddressList.builder().metadata(meta).items(items).build());
  }

  private static String part(IPAddress address, Function<ParentReference, String> part) {
    var parent = address.spec().parentRef();
    return parent == null ? "" : part.apply(parent);
  }

  private static String parent(IPAddress address) {
    var parent = address.spec().parentRef();
    if (parent == null) {
      return Cells.NONE;
    }
    var resource = new GroupResource(parent.group(), parent.resource()).toString();
    var namespace = parent.namespace().isEmpty() ? "" : "/" + parent.namespace();
    return resource.toLowerCase(Locale.ROOT) + namespace + "/" + parent.name();
  }

  private static final class Rules extends ObjectStrategy<IPAddress> {
    private static final FieldPath PARENT = SPEC.child("parentRef");

    Rules() {
      super(new MetadataRules(false, Rules::problems), IPAddress::withMetadata);
    }

    private static List<String> problems(String name) {
      return Addresses.ip(METADATA.child("name"), name).stream().map(it -> it.detail()).toList();
    }

    @Override
    protected void check(IPAddress address, Findings findings) {
      var parent = address.spec().parentRef();
      if (parent == null) {
        findings.required(PARENT);
        return;
      }
      References.checkSubdomain(parent.group(), PARENT.child("group"), findings);
      References.requirePathSegment(parent.resource(), PARENT.child("resource"), findings);
      References.requirePathSegment(parent.name(), PARENT.child("name"), findings);
      if (!parent.namespace().isEmpty()) {
        findings.invalidFor(
            PARENT.child("namespace"), parent.namespace(), Names.pathSegment(parent.namespace()));
      }
    }

    @Override
    protected void checkUpdate(IPAddress now, IPAddress old, Findings findings) {
      check(now, findings);
      findings.immutable(PARENT, now.spec().parentRef(), old.spec().parentRef());
    }
  }
}
