package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.pki.Pki;
import dev.podo.apiserver.upkeep.Upkeep;
import dev.podo.client.Api;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.rbac.Roles;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.rbac.v1.PolicyRule;
import dev.podo.model.rbac.v1.Role;
import dev.podo.model.selector.FieldPredicate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Keeps the ConfigMap from which the servers behind this one learn whose word they may take for
/// who a user is, and the Role that lets them read it.
public final class AuthenticationConfig {
  private static final String NAMESPACE = "kube-system";
  private static final String NAME = "extension-apiserver-authentication";

  private final Api api;
  private final Pki pki;

  public AuthenticationConfig(Api api, Pki pki) {
    this.api = api;
    this.pki = pki;
  }

  /// What makes the parts that are missing, in any order.
  public List<Runnable> writes() {
    return List.of(this::ensureConfigMap, this::ensureRole);
  }

  private void ensureRole() {
    try {
      api.get(Roles.KIND, NAMESPACE, NAME + "-reader");
    } catch (ApiException e) {
      if (!e.isNotFound()) {
        throw e;
      }
      createRole();
    }
  }

  /// Mends while the scope lasts.
  public void keep(Upkeep upkeep) {
    var ours =
        WatchOptions.stateAndChanges()
            .withNamespace(NAMESPACE)
            .withFields(FieldPredicate.parse("metadata.name=" + NAME));
    upkeep.keep(NAME, ConfigMaps.KIND, ours, this::ensureConfigMap);
  }

  private void ensureConfigMap() {
    var wanted = data();
    try {
      var current = api.get(ConfigMaps.KIND, NAMESPACE, NAME);
      if (!current.data().entrySet().containsAll(wanted.entrySet())) {
        var merged = new TreeMap<>(current.data());
        merged.putAll(wanted);
        api.update(ConfigMaps.KIND, current.with(c -> c.data(merged)), WriteOptions.defaults());
      }
    } catch (ApiException e) {
      if (!e.isNotFound()) {
        throw e;
      }
      create(wanted);
    }
  }

  private void create(Map<String, String> data) {
    var made = ConfigMap.builder().metadata(meta(NAME)).data(data).build();
    try {
      api.create(ConfigMaps.KIND, made, WriteOptions.defaults());
    } catch (ApiException race) {
      if (!race.isAlreadyExists()) {
        throw race;
      }
    }
  }

  private SortedMap<String, String> data() {
    var data = new TreeMap<String, String>();
    data.put("client-ca-file", pki.caPem());
    data.put("requestheader-allowed-names", list(Pki.FRONT_PROXY));
    data.put("requestheader-client-ca-file", pki.frontProxyCaPem());
    data.put("requestheader-extra-headers-prefix", list(RemoteIdentity.EXTRA_PREFIX));
    data.put("requestheader-group-headers", list(RemoteIdentity.GROUP));
    data.put("requestheader-uid-headers", list(RemoteIdentity.UID));
    data.put("requestheader-username-headers", list(RemoteIdentity.USER));
    return data;
  }

  private static String list(String item) {
    return new String(Json.print(List.of(item)), StandardCharsets.UTF_8);
  }

  private void createRole() {
    var rule =
        PolicyRule.builder()
            .apiGroups(List.of(""))
            .resources(List.of("configmaps"))
            .resourceNames(List.of(NAME))
            .verbs(List.of("get", "list", "watch"))
            .build();
    var meta =
        meta(NAME + "-reader")
            .with(b ->
                b.labels(Map.of("kubernetes.io/bootstrapping", "rbac-defaults"))
                    .annotations(Map.of("rbac.authorization.kubernetes.io/autoupdate", "true")));
    try {
      api.create(
          Roles.KIND,
          Role.builder().metadata(meta).rules(List.of(rule)).build(),
          WriteOptions.defaults());
    } catch (ApiException race) {
      if (!race.isAlreadyExists()) {
        throw race;
      }
    }
  }

  private static ObjectMeta meta(String name) {
    return ObjectMeta.builder().namespace(NAMESPACE).name(name).build();
  }
}
