package dev.podo.apiserver.authn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who makes a request.
///
/// @param uid tells users of the same name apart; "" when there is no such thing
/// @param extra what authentication knows besides, by key
public record UserInfo(
    String name, String uid, List<String> groups, SortedMap<String, List<String>> extra) {
  public static final String AUTHENTICATED = "system:authenticated";
  public static final String UNAUTHENTICATED = "system:unauthenticated";
  public static final String MASTERS = "system:masters";
  public static final String NODES = "system:nodes";
  public static final String ANONYMOUS = "system:anonymous";
  private static final String NODE_PREFIX = "system:node:";
  private static final String SERVICE_ACCOUNT_PREFIX = "system:serviceaccount:";

  public UserInfo {
    groups = List.copyOf(groups);
    var copy = new TreeMap<String, List<String>>();
    extra.forEach((key, values) -> copy.put(key, List.copyOf(values)));
    extra = Collections.unmodifiableSortedMap(copy);
  }

  /// A component that was authenticated by how it was wired.
  public static UserInfo of(String name, String... groups) {
    var all = new ArrayList<>(List.of(groups));
    all.add(AUTHENTICATED);
    return new UserInfo(name, "", all, new TreeMap<>());
  }

  public static UserInfo anonymous() {
    return new UserInfo(ANONYMOUS, "", List.of(UNAUTHENTICATED), new TreeMap<>());
  }

  /// The agent of a node.
  public static UserInfo node(String nodeName) {
    return of(NODE_PREFIX + nodeName, NODES);
  }

  static UserInfo serviceAccount(
      String namespace, String name, String uid, Map<String, List<String>> extra) {
    return new UserInfo(
        SERVICE_ACCOUNT_PREFIX + namespace + ":" + name,
        uid,
        List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, AUTHENTICATED),
        new TreeMap<>(extra));
  }

  public boolean isIn(String group) {
    return groups.contains(group);
  }

  /// The node whose agent this is; "" when it is none.
  public String nodeName() {
    return isIn(NODES) && name.startsWith(NODE_PREFIX) ? name.substring(NODE_PREFIX.length()) : "";
  }

  /// As logs name the user.
  @Override
  public String toString() {
    return name;
  }
}
