package dev.podo.network.dns;

import dev.podo.model.Bytes;

/// A resource record of the cluster's zone.
sealed interface DnsRecord {
  /// Its owner, lower case, without the dot at its end.
  String name();

  int type();

  record A(String name, String ip) implements DnsRecord {
    @Override
    public int type() {
      return Dns.A;
    }
  }

  record Cname(String name, String target) implements DnsRecord {
    @Override
    public int type() {
      return Dns.CNAME;
    }
  }

  record Ptr(String name, String target) implements DnsRecord {
    @Override
    public int type() {
      return Dns.PTR;
    }
  }

  record Ns(String name, String target) implements DnsRecord {
    @Override
    public int type() {
      return Dns.NS;
    }
  }

  /// @param weight a share among the records of one answer
  record Srv(String name, int weight, int port, String target) implements DnsRecord {
    @Override
    public int type() {
      return Dns.SRV;
    }
  }

  record Txt(String name, String text) implements DnsRecord {
    @Override
    public int type() {
      return Dns.TXT;
    }
  }

  /// @param serial grows with the zone
  record Soa(String name, String server, long serial) implements DnsRecord {
    @Override
    public int type() {
      return Dns.SOA;
    }
  }

  /// A record from another server, passed on as it came.
  ///
  /// @param data with names written in full
  record Foreign(String name, int type, long ttl, Bytes data) implements DnsRecord {}
}
