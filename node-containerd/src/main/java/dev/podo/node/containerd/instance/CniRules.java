package dev.podo.node.containerd.instance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The iptables rules of network plug-ins: those of `portmap` for host ports, those of `bridge` for
/// what pods send out. Each pod has a chain, entered from a shared one by a rule whose comment
/// names the network. `portmap` makes its shared chains anew when needed.
final class CniRules {
  private static final String SHARED = "CNI-HOSTPORT-";
  private static final String PORTS = "CNI-HOSTPORT-DNAT";
  private static final String OUTGOING = "POSTROUTING";
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

  private CniRules() {}

  /// Removes what belongs to a network; when then no port is mapped any more, the shared chains
  /// too.
  static void remove(String network) throws InterruptedException {
    try {
      for (var rule : rules()) {
        var isTop = isIn(PORTS, rule) || isIn(OUTGOING, rule);
        if (isTop && String.join(" ", rule).contains("name: \"" + network + "\"")) {
          delete(rule);
          var chain = rule.getLast();
          iptables(List.of("-F", chain));
          iptables(List.of("-X", chain));
        }
      }
      var left = rules();
      if (left.stream().anyMatch(rule -> isIn(PORTS, rule))) {
        return;
      }
      left.stream()
          .filter(rule -> isRule(rule) && rule.toString().contains(SHARED))
          .forEach(CniRules::delete);
      for (var rule : left) {
        if (rule.size() == 2 && rule.get(0).equals("-N") && rule.get(1).startsWith(SHARED)) {
          iptables(List.of("-X", rule.get(1)));
        }
      }
    } catch (IOException noIptables) {
      // then there are no such rules
    }
  }

  private static boolean isRule(List<String> rule) {
    return rule.getFirst().equals("-A");
  }

  private static boolean isIn(String chain, List<String> rule) {
    return isRule(rule) && rule.get(1).equals(chain);
  }

  private static void delete(List<String> rule) {
    var command = new ArrayList<>(rule);
    command.set(0, "-D");
    iptables(command);
  }

  /// One that has gone in the meantime is as good as deleted.
  private static void iptables(List<String> arguments) {
    var command = new ArrayList<>(List.of("iptables", "--wait", "--table", "nat"));
    command.addAll(arguments);
    try {
      Commands.run(command);
    } catch (IOException noIptables) {
      // nothing to delete
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<List<String>> rules() throws IOException, InterruptedException {
    var listed = Commands.run(List.of("iptables", "--wait", "--table", "nat", "--list-rules"));
    return listed.exitCode() == 0
        ? listed.output().lines().filter(line -> !line.isEmpty()).map(CniRules::words).toList()
        : List.of();
  }

  private static List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map(m -> m.group(1) == null ? m.group(2) : m.group(1).replaceAll("\\\\(.)", "$1"))
        .toList();
  }
}
