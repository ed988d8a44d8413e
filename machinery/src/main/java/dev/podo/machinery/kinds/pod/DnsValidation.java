package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.PodDNSConfig;
import dev.podo.model.core.v1.PodSpec;
import java.util.List;

/// What a Pod says of how it finds names.
final class DnsValidation {
  private static final List<String> POLICIES =
      List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
  private static final int NAMESERVERS_MAX = 3;
  private static final int SEARCHES_MAX = 32;
  private static final int SEARCH_CHARACTERS_MAX = 2048;

  private DnsValidation() {}

  static void checkPolicy(PodSpec spec, FieldPath at, Findings findings) {
    findings.requireOneOf(at, spec.dnsPolicy(), POLICIES);
  }

  static void check(PodSpec spec, FieldPath at, Findings findings) {
    var config = spec.dnsConfig();
    if (spec.dnsPolicy().equals("None")) {
      if (config == null) {
        findings.required(at, "must provide `dnsConfig` when `dnsPolicy` is None");
        return;
      }
      if (config.nameservers().isEmpty()) {
        findings.required(
            at.child("nameservers"),
            "must provide at least one DNS nameserver when `dnsPolicy` is None");
        return;
      }
    }
    if (config != null) {
      checkConfig(config, at, findings);
    }
  }

  private static void checkConfig(PodDNSConfig config, FieldPath at, Findings findings) {
    if (config.nameservers().size() > NAMESERVERS_MAX) {
      findings.invalid(
          at.child("nameservers"),
          config.nameservers(),
          "must not have more than " + NAMESERVERS_MAX + " nameservers");
    }
    for (var i = 0; i < config.nameservers().size(); i++) {
      Addresses.legacyIp(at.child("nameservers").index(i), config.nameservers().get(i))
          .forEach(findings::add);
    }
    checkSearches(config.searches(), at.child("searches"), findings);
    for (var i = 0; i < config.options().size(); i++) {
      if (config.options().get(i).name().isEmpty()) {
        findings.required(at.child("options").index(i), "must not be empty");
      }
    }
  }

  private static void checkSearches(List<String> searches, FieldPath at, Findings findings) {
    if (searches.size() > SEARCHES_MAX) {
      findings.invalid(at, searches, "must not have more than " + SEARCHES_MAX + " search paths");
    }
    if (String.join(" ", searches).length() > SEARCH_CHARACTERS_MAX) {
      findings.invalid(
          at,
          searches,
          "must not have more than "
              + SEARCH_CHARACTERS_MAX
              + " characters (including spaces) in the search list");
    }
    for (var i = 0; i < searches.size(); i++) {
      var search = searches.get(i);
      // A lone dot is what resolvers take too (KEP-4427).
      if (!search.equals(".")) {
        var plain = search.endsWith(".") ? search.substring(0, search.length() - 1) : search;
        findings.invalidFor(at.index(i), plain, Names.dns1123SubdomainWithUnderscore(plain));
      }
    }
  }

  static void checkAliases(PodSpec spec, FieldPath at, Findings findings) {
    for (var i = 0; i < spec.hostAliases().size(); i++) {
      var alias = spec.hostAliases().get(i);
      var place = at.index(i);
      Addresses.legacyIp(place.child("ip"), alias.ip()).forEach(findings::add);
      for (var j = 0; j < alias.hostnames().size(); j++) {
        var name = alias.hostnames().get(j);
        findings.invalidFor(place.child("hostnames").index(j), name, Names.dns1123Subdomain(name));
      }
    }
  }
}
