package dev.podo.network.podnetwork;

/// The CNI configuration of a node's pods: a bridge of Podo's own, addresses from the node's range
/// handed out on the host, host ports by port mapping.
///
/// @param name of the network and of its state on disk
/// @param bridge the name of the link, at most 15 characters
/// @param podCidr the addresses of this node's pods
/// @param stateDir where the addresses in use are kept; it goes with the data directory
/// @param mtu of the pods' links; 0 = the host's default
public record CniNetwork(String name, String bridge, String podCidr, String stateDir, int mtu) {
  /// The name that the runtime expects the file to end with.
  public static final String FILE_NAME = "10-podo.conflist";

  private static final int LINK_NAME_MAX = 15;

  /// @throws IllegalArgumentException when the bridge's name is too long for a link
  public CniNetwork {
    if (bridge.isEmpty() || bridge.length() > LINK_NAME_MAX) {
      throw new IllegalArgumentException(
          "a link's name has 1 to " + LINK_NAME_MAX + " characters: " + bridge);
    }
  }

  /// The content of the configuration list, version 0.4.0 of CNI: what the oldest plugins still in
  /// use understand.
  public String confList() {
    var mtuLine = mtu > 0 ? "\n      \"mtu\": " + mtu + "," : "";
    return """
    {
      "cniVersion": "0.4.0",
      "name": %s,
      "plugins": [
        {
          "type": "bridge",
          "bridge": %s,
          "isGateway": true,
          "isDefaultGateway": true,
          "ipMasq": true,
          "hairpinMode": true,%s
          "ipam": {
            "type": "host-local",
            "dataDir": %s,
            "ranges": [[{ "subnet": %s }]]
          }
        },
        {
          "type": "portmap",
          "capabilities": { "portMappings": true },
          "snat": true
        }
      ]
    }
    """
        .formatted(quoted(name), quoted(bridge), mtuLine, quoted(stateDir), quoted(podCidr));
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
