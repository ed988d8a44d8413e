package dev.podo.apiserver.storage;

import dev.podo.store.Key;

/// Keys that no client sees: who holds a cluster IP, which node ports are taken. Each is a
/// ConfigMap.
public final class Allocations {
  public static final String CLUSTER_IPS = "allocations/clusterips";
  public static final String NODE_PORTS = "allocations/nodeports";

  private Allocations() {}

  public static boolean isOne(String storeKind) {
    return storeKind.startsWith("allocations/");
  }

  public static Key clusterIp(String address) {
    return new Key(CLUSTER_IPS, "", address);
  }

  public static Key nodePorts() {
    return new Key(NODE_PORTS, "", "all");
  }
}
