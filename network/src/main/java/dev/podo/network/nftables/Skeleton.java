package dev.podo.network.nftables;

import dev.podo.network.services.Protocol;
import dev.podo.network.services.ServiceNetwork;

/// What stands in Podo's table whatever Services there are: the maps, and the chains that hook them
/// into the host's packet path. Everything is in one table of Podo's own, so that the host's other
/// rules are left alone.
///
/// Kernels before 6.17 may miss an element that is replaced just then: they have seen that the old
/// one is not it any more, and do not see the new one yet. So Services are looked up once more
/// where there seems to be none; that is asked of the first packets of connections only.
///
/// Address translation happens where a connection's first packet meets `services`; refusals happen
/// in the filter hooks, which see a packet untranslated only when no endpoint took it.
public final class Skeleton {
  public static final String TABLE = "podo";

  static final String SERVICE_IPS = "service-ips";
  static final String NODE_PORTS = "service-nodeports";
  static final String REFUSED_IPS = "no-endpoint-services";
  static final String REFUSED_NODE_PORTS = "no-endpoint-nodeports";
  static final String HAIRPINS = "hairpins";
  static final String MASQUERADE = "mark-for-masquerade";
  static final String REJECT = "reject-service";
  static final String DROP = "drop-service";

  /// Marks a packet between translation and postrouting; the bit that Kubernetes uses for it.
  private static final String MARK = "0x4000";

  private Skeleton() {}

  /// Commands that replace Podo's table, if there is one, by one without Services.
  public static String reset(ServiceNetwork network) {
    return remove() + table(network);
  }

  /// Commands that remove Podo's table, whether or not there is one.
  public static String remove() {
    return "add table ip " + TABLE + "\ndelete table ip " + TABLE + "\n";
  }

  private static String table(ServiceNetwork network) {
    return mapsAndEnds() + hooks(network);
  }

  private static String mapsAndEnds() {
    return """
    table ip %1$s {
      map service-ips { type ipv4_addr . inet_proto . inet_service : verdict; }
      map service-nodeports { type inet_proto . inet_service : verdict; }
      map no-endpoint-services { type ipv4_addr . inet_proto . inet_service : verdict; }
      map no-endpoint-nodeports { type inet_proto . inet_service : verdict; }
      %3$s
      set hairpins {
        typeof ip saddr . ip daddr . ct original ip daddr
      }
      chain mark-for-masquerade {
        meta mark set meta mark or %2$s
      }
      chain reject-service {
        meta l4proto tcp reject with tcp reset
        reject
      }
      chain drop-service {
        drop
      }
    """
        .formatted(TABLE, MARK, endpointMaps());
  }

  private static String hooks(ServiceNetwork network) {
    return """
      chain services {
        ip daddr . meta l4proto . th dport vmap @service-ips
        ip daddr . meta l4proto . th dport vmap @service-ips
        fib daddr type local meta l4proto . th dport vmap @service-nodeports
      }
      chain refused {
        ip daddr . meta l4proto . th dport vmap @no-endpoint-services
        fib daddr type local meta l4proto . th dport vmap @no-endpoint-nodeports
        ip daddr %2$s goto reject-service
      }
      chain nat-prerouting {
        type nat hook prerouting priority dstnat; policy accept;
        jump services
      }
      chain nat-output {
        type nat hook output priority -100; policy accept;
        jump services
      }
      chain nat-postrouting {
        type nat hook postrouting priority srcnat; policy accept;
        ct status and dnat != 0 ip saddr . ip daddr . ct original ip daddr @hairpins masquerade fully-random
        meta mark and %1$s == 0 return
        meta mark set meta mark xor %1$s
        masquerade fully-random
      }
      chain filter-forward {
        type filter hook forward priority -110; policy accept;
        ct state new jump refused
      }
      chain filter-output {
        type filter hook output priority -90; policy accept;
        ct state new jump refused
      }
      chain filter-input {
        type filter hook input priority -110; policy accept;
        ip daddr 127.0.0.0/8 ip saddr != 127.0.0.0/8 ct status and dnat == 0 ct state != { established, related } drop
        ct state new jump refused
      }
    }
    """
        .formatted(MARK, network.serviceCidr());
  }

  /// One set of maps per protocol: libnftables 1.0.6 cannot read back from the kernel what is typed
  /// by the header that both have in common.
  private static String endpointMaps() {
    var out = new StringBuilder();
    for (var protocol : Protocol.values()) {
      var port = protocol.lowerCase() + " dport";
      var value = " . numgen random mod 65536 : ip daddr . " + port;
      for (var map : EndpointMap.values()) {
        var key = map.isByAddress() ? "ip daddr . " + port : port;
        out.append("map %s { typeof %s%s; }\n".formatted(map.of(protocol), key, value));
      }
    }
    return out.toString();
  }
}
