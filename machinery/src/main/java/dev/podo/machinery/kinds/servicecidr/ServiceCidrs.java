package dev.podo.machinery.kinds.servicecidr;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.Addresses;
import dev.podo.model.networking.v1.ServiceCIDR;
import dev.podo.model.networking.v1.ServiceCIDRList;
import dev.podo.model.networking.v1.ServiceCIDRSpec;
import dev.podo.model.networking.v1.ServiceCIDRStatus;
import java.util.List;

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
    protected void check(ServiceCIDR range, Findings findings) {
      var cidrs = range.spec().cidrs();
      var at = SPEC.child("cidrs");
      if (cidrs.isEmpty()) {
        findings.required(at, "at least one CIDR required");
        return;
      }
      if (cidrs.size() > 2) {
        findings.invalid(at, range.spec(), "may only hold up to 2 values");
        return;
      }
      if (cidrs.size() == 2 && !isDual(cidrs.get(0), cidrs.get(1))) {
        findings.invalid(
            at,
            range.spec(),
            "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and"
                + " 2001:db8::/64");
        return;
      }
      for (var i = 0; i < cidrs.size(); i++) {
        Addresses.cidr(at.index(i), cidrs.get(i)).forEach(findings::add);
      }
    }

    /// One range of each family, however they are spelled.
    private static boolean isDual(String one, String other) {
      return one.contains(":") != other.contains(":") && one.contains("/") && other.contains("/");
    }

    @Override
    protected void checkUpdate(ServiceCIDR now, ServiceCIDR old, Findings findings) {
      findings.immutable(SPEC.child("cidrs"), now.spec().cidrs(), old.spec().cidrs());
    }

    @Override
    protected void checkStatusUpdate(ServiceCIDR now, ServiceCIDR old, Findings findings) {}
  }
}
