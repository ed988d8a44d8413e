package dev.podo.node.container;

import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EnvFromSource;
import dev.podo.model.core.v1.EnvVar;
import dev.podo.model.core.v1.EnvVarSource;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.Service;
import dev.podo.node.source.References;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment of a container: envFrom, then env (each variable may use the earlier ones), then
/// the variables of Services that are not set yet.
public final class Variables {
  private final PodFacts facts;
  private final References references;

  public Variables(PodFacts facts, References references) {
    this.facts = facts;
    this.references = references;
  }

  /// @return in the order in which they are set
  /// @throws ConfigError when something referred to is missing and not optional
  public Map<String, String> of(Container container) {
    var services = ServiceVariables.of(services());
    var out = new LinkedHashMap<String, String>();
    for (var source : container.envFrom()) {
      addAll(out, source);
    }
    for (var variable : container.env()) {
      var value = value(container, variable, out, services);
      if (value != null) {
        out.put(variable.name(), value);
      }
    }
    services.forEach(out::putIfAbsent);
    return out;
  }

  /// The API itself is always among them.
  private List<Service> services() {
    var namespace = facts.pod().metadata().namespace();
    Boolean links = facts.pod().spec().enableServiceLinks();
    var out = new ArrayList<Service>();
    if (links == null || links) {
      out.addAll(references.services(namespace));
    }
    if (!namespace.equals("default") || out.isEmpty()) {
      references.services("default").stream()
          .filter(each -> each.metadata().name().equals("kubernetes"))
          .forEach(out::add);
    }
    return out;
  }

  private void addAll(Map<String, String> out, EnvFromSource source) {
    var maps = source.configMapRef();
    if (maps != null) {
      var map = configMap(maps.name(), maps.optional());
      if (map != null) {
        map.data().forEach((key, value) -> out.put(source.prefix() + key, value));
      }
    }
    var secrets = source.secretRef();
    if (secrets != null) {
      var secret = secret(secrets.name(), secrets.optional());
      if (secret != null) {
        secret.data().forEach((key, value) -> out.put(source.prefix() + key, value.toUtf8()));
      }
    }
  }

  private @Nullable String value(
      Container container,
      EnvVar variable,
      Map<String, String> earlier,
      Map<String, String> services) {
    var from = variable.valueFrom();
    if (from == null) {
      return Expansion.expand(
          variable.value(), name -> earlier.getOrDefault(name, services.get(name)));
    }
    return referred(container, from);
  }

  private @Nullable String referred(Container container, EnvVarSource from) {
    var field = from.fieldRef();
    if (field != null) {
      return FieldRefs.value(facts, field.fieldPath());
    }
    var resource = from.resourceFieldRef();
    if (resource != null) {
      return ResourceRefs.value(facts, container, resource);
    }
    var map = from.configMapKeyRef();
    if (map != null) {
      var found = configMap(map.name(), map.optional());
      var value = found == null ? null : found.data().get(map.key());
      requireKey(value != null || isTrue(map.optional()), map.key(), "ConfigMap", map.name());
      return value;
    }
    var secret = from.secretKeyRef();
    if (secret != null) {
      var found = secret(secret.name(), secret.optional());
      var value = found == null ? null : found.data().get(secret.key());
      requireKey(value != null || isTrue(secret.optional()), secret.key(), "Secret", secret.name());
      return value == null ? null : new String(value.toArray(), StandardCharsets.UTF_8);
    }
    return null;
  }

  private void requireKey(boolean found, String key, String kind, String name) {
    if (!found) {
      throw new ConfigError(
          "couldn't find key %s in %s %s/%s".formatted(key, kind, namespace(), name));
    }
  }

  private @Nullable ConfigMap configMap(String name, @Nullable Boolean optional) {
    var found = references.configMap(namespace(), name);
    if (found == null && !isTrue(optional)) {
      throw new ConfigError("configmap \"" + name + "\" not found");
    }
    return found;
  }

  private @Nullable Secret secret(String name, @Nullable Boolean optional) {
    var found = references.secret(namespace(), name);
    if (found == null && !isTrue(optional)) {
      throw new ConfigError("secret \"" + name + "\" not found");
    }
    return found;
  }

  private String namespace() {
    return facts.pod().metadata().namespace();
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
