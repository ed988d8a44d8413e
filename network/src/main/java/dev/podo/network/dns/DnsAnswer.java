package dev.podo.network.dns;

import java.util.List;

/// What the zone says to a question.
sealed interface DnsAnswer {
  /// The zone's own word.
  ///
  /// @param authority the SOA when there is nothing to say, so that resolvers know how long
  record Records(
      int code, List<DnsRecord> answers, List<DnsRecord> authority, List<DnsRecord> additional)
      implements DnsAnswer {
    static Records of(List<? extends DnsRecord> answers, List<? extends DnsRecord> additional) {
      return new Records(Dns.NO_ERROR, List.copyOf(answers), List.of(), List.copyOf(additional));
    }

    static Records none(int code, DnsRecord.Soa soa) {
      return new Records(code, List.of(), List.of(soa), List.of());
    }

    static Records failure(int code) {
      return new Records(code, List.of(), List.of(), List.of());
    }
  }

  /// The name is another name, outside the zone: what that one has belongs to the answer.
  record Alias(DnsRecord.Cname cname) implements DnsAnswer {}

  /// Not ours: another server is to be asked.
  record Elsewhere() implements DnsAnswer {}
}
