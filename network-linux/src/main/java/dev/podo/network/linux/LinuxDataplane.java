package dev.podo.network.linux;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.podo.foundation.Scope;
import dev.podo.network.Dataplane;
import dev.podo.network.DataplaneException;
import dev.podo.network.nftables.Ruleset;
import dev.podo.network.nftables.Skeleton;
import dev.podo.network.services.ServiceNetwork;
import dev.podo.network.services.ServicePlan;
import dev.podo.network.services.StaleFlows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Services on a Linux node: one nftables table, changed in one transaction per plan, in the
/// network namespace of the thread that opens it.
///
/// What the host needs besides is set at the first plan: forwarding, and a route for the addresses
/// of Services. Without the route, a host that has no default route would refuse them before
/// nftables could translate; it leads to a link without neighbours, which no translated packet ever
/// takes.
public final class LinuxDataplane implements Dataplane {
  private static final System.Logger LOG = System.getLogger(LinuxDataplane.class.getName());
  private static final String LINK = "podo-services";
  private static final Path SYSCTLS = Path.of("/proc/sys/net");

  private final LibNftables nftables;
  private final Netlink netlink;
  private @Nullable Ruleset current;

  /// Whether something else has undone what stands in `current`.
  private volatile boolean lost;

  /// Whether the table and the link are to be there.
  private volatile boolean wanted;

  private LinuxDataplane(LibNftables nftables, Netlink netlink) {
    this.nftables = nftables;
    this.netlink = netlink;
  }

  /// @throws DataplaneException when libnftables is missing
  public static LinuxDataplane open() {
    return new LinuxDataplane(LibNftables.open(), Netlink.open());
  }

  @Override
  public void watch(Runnable onLoss, Scope scope) {
    var losses = new Losses(Skeleton.TABLE, LINK);
    var listener =
        new Netlink.Listener() {
          @Override
          public void nftables(ByteBuffer messages) {
            check("the table " + Skeleton.TABLE, losses.isTableLost(messages));
          }

          @Override
          public void links(ByteBuffer messages) {
            check("the link " + LINK, losses.isLinkLost(messages));
          }

          @Override
          public void missed() {
            // Podo's own great changes do that too, so it must be looked at before it is done anew.
            check("the table " + Skeleton.TABLE, wanted && !hasTable());
          }

          private void check(String what, boolean gone) {
            if (gone && wanted) {
              LOG.log(WARNING, "something else has removed {0}: it is set up again", what);
              lost = true;
              onLoss.run();
            }
          }
        };
    scope.onClose(netlink);
    scope.forkPlatform("nftables watch", () -> netlink.listen(listener));
  }

  private boolean hasTable() {
    try {
      return nftables.run("list tables ip").contains("table ip " + Skeleton.TABLE + "\n");
    } catch (DataplaneException e) {
      return true; // closing, or netfilter is out of reach: then nothing can be set up either
    }
  }

  @Override
  public void apply(ServicePlan plan) {
    if (lost) {
      lost = false;
      current = null;
    }
    wanted = true;
    var before = current;
    var next = Ruleset.of(plan, before);
    // Whatever fails on the way, the next plan starts from scratch.
    current = null;
    if (before == null) {
      prepareHost(plan.network());
      nftables.run(next.replaceAll());
      LOG.log(INFO, "services={0}: wrote the table {1}", plan.services().size(), Skeleton.TABLE);
    } else {
      var commands = before.commandsTo(next);
      if (!commands.isEmpty()) {
        nftables.run(commands);
      }
      forget(StaleFlows.between(before.plan(), plan));
    }
    current = next;
  }

  @Override
  public void removeAll() {
    wanted = false;
    current = null;
    var problems = new ArrayList<String>();
    attempt(() -> nftables.run(Skeleton.remove()), problems);
    attempt(LinuxDataplane::removeLink, problems);
    if (!problems.isEmpty()) {
      throw new DataplaneException(String.join("; ", problems), null);
    }
  }

  @Override
  public void close() {
    netlink.close();
    nftables.close();
  }

  private static void prepareHost(ServiceNetwork network) {
    requireSysctl("ipv4/ip_forward", "1");
    // Lets 127.0.0.1:nodePort be translated; the input chain keeps others off the loopback
    // addresses.
    requireSysctl("ipv4/conf/all/route_localnet", "1");
    if (Files.exists(SYSCTLS.resolve("bridge/bridge-nf-call-iptables"))) {
      // So that a pod's packet to its own Service's pod on the same bridge finds its way back.
      requireSysctl("bridge/bridge-nf-call-iptables", "1");
    }
    if (Commands.tryRun("ip", "link", "show", LINK).exitCode() != 0) {
      Commands.run("ip", "link", "add", LINK, "type", "bridge");
    }
    Commands.run("ip", "link", "set", LINK, "up");
    Commands.run(
        "ip", "route", "replace", network.serviceCidr(), "dev", LINK, "src", network.nodeIp());
  }

  private static void removeLink() {
    if (Commands.tryRun("ip", "link", "show", LINK).exitCode() == 0) {
      Commands.run("ip", "link", "delete", LINK); // its routes go with it
    }
  }

  private static void requireSysctl(String name, String value) {
    var file = SYSCTLS.resolve(name);
    try {
      if (!Files.readString(file).strip().equals(value)) {
        Files.writeString(file, value);
      }
    } catch (IOException e) {
      throw new DataplaneException("cannot set " + file + " to " + value + ": is it root?", e);
    }
  }

  /// A flow that is not forgotten is misled for as long as its client goes on; rules are right all
  /// the same, so this is no reason to fail the plan.
  private static void forget(List<StaleFlows.Flow> flows) {
    for (var flow : flows) {
      try {
        Commands.tryRun(ConntrackArguments.deleting(flow).toArray(String[]::new));
      } catch (DataplaneException e) {
        LOG.log(WARNING, "flows={0}: not forgotten: {1}", flows.size(), e.getMessage());
        return;
      }
    }
  }

  private static void attempt(Runnable step, List<String> problems) {
    try {
      step.run();
    } catch (DataplaneException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }
}
