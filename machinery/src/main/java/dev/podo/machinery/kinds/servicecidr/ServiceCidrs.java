package dev.podo.machinery.kinds.servicecidr;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.IpAddress;
import dev.podo.model.networking.v1.ServiceCIDR;
import dev.podo.model.networking.v1.ServiceCIDRList;
import dev.podo.model.networking.v1.ServiceCIDRSpec;
import dev.podo.model.networking.v1.ServiceCIDRStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ranges from which Services get their addresses.
public final class ServiceCidrs {
  public static final Kind<ServiceCIDR> KIND =
      Kind.declare(
              new GroupVersionKind("networking.k8s.io", "v1", "ServiceCIDR"), ServiceCidrs::details)
          .subresources(Subresource.STATUS)
          .build();

  private ServiceCidrs() {}

  private static void details(KindBuilder<ServiceCIDR> kind) {
    kind.schema(ServiceCIDR.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                Column.text("CIDRs", "The ranges.", it -> String.join(",", it.spec().cidrs())),
                Cells.age()))
        .listedAs(
            ServiceCIDRList.SCHEMA,
            (meta, items) -> ServiceCIDRList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules
      extends StatusStrategy<ServiceCIDR, ServiceCIDRSpec, ServiceCIDRStatus> {
    private static final FieldPath CIDRS = SPEC.child("cidrs");

    Rules() {
      super(
          ofCluster(),
          new Parts<>(
              ServiceCIDR::withMetadata,
              ServiceCIDR::spec,
              ServiceCIDR::withSpec,
              ServiceCIDR::status,
              ServiceCIDR::withStatus,
              ServiceCIDRStatus.EMPTY),
          false);
    }

    @Override
    protected boolean statusKeepsMetadata() {
      return true;
    }

    @Override
    protected void check(ServiceCIDR range, Findings findings) {
      var cidrs = range.spec().cidrs();
      if (cidrs.isEmpty()) {
        findings.required(CIDRS, "at least one CIDR required");
        return;
      }
      if (cidrs.size() > 2) {
        findings.invalid(CIDRS, range.spec(), "may only hold up to 2 values");
        return;
      }
      for (var i = 0; i < cidrs.size(); i++) {
        Addresses.cidr(CIDRS.index(i), cidrs.get(i)).forEach(findings::add);
      }
      if (cidrs.size() == 2 && isOneFamily(cidrs.get(0), cidrs.get(1))) {
        findings.invalid(
            CIDRS,
            cidrs,
            "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and"
                + " 2001:db8::/64");
      }
    }

    /// Of what is no range, the family is not known.
    private static boolean isOneFamily(String one, String other) {
      var address = address(one);
      var second = address(other);
      return address != null && second != null && address.bits() == second.bits();
    }

    private static @Nullable IpAddress address(String cidr) {
      var slash = cidr.indexOf('/');
      return slash < 0 ? null : IpAddress.parse(cidr.substring(0, slash));
    }

    /// A range of the other family may be added; nothing else changes.
    @Override
    protected void checkUpdate(ServiceCIDR now, ServiceCIDR old, Findings findings) {
      var cidrs = now.spec().cidrs();
      var before = old.spec().cidrs();
      var isAdded = before.size() == 1 && cidrs.size() == 2;
      if (cidrs.size() != before.size() && !isAdded) {
        findings.immutable(CIDRS, cidrs, before);
        return;
      }
      for (var i = 0; i < before.size(); i++) {
        findings.immutable(CIDRS.index(i), cidrs.get(i), before.get(i));
      }
      if (isAdded) {
        check(now, findings);
      }
    }

    @Override
    protected void checkStatusUpdate(ServiceCIDR now, ServiceCIDR old, Findings findings) {}
  }
}
