package dev.podo.node.volumes;

import dev.podo.model.Bytes;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.ConfigMapProjection;
import dev.podo.model.core.v1.DownwardAPIVolumeFile;
import dev.podo.model.core.v1.KeyToPath;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.ProjectedVolumeSource;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.SecretProjection;
import dev.podo.model.core.v1.ServiceAccountTokenProjection;
import dev.podo.node.container.ConfigError;
import dev.podo.node.container.FieldRefs;
import dev.podo.node.container.PodFacts;
import dev.podo.node.container.ResourceRefs;
import dev.podo.node.host.FileContent;
import dev.podo.node.source.References;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The files of one configMap, secret, downwardAPI or projected volume, as they should be now.
final class Payload {
  private static final int TOKEN_MODE_WITH_GROUP = 0640;
  private static final int TOKEN_MODE = 0600;

  private final PodFacts facts;
  private final References references;
  private final Function<ServiceAccountTokenProjection, Tokens.Token> tokens;
  private final int defaultMode;
  private final TreeMap<String, FileContent> files = new TreeMap<>();
  private @Nullable Instant renewAt;

  Payload(
      PodFacts facts,
      References references,
      Function<ServiceAccountTokenProjection, Tokens.Token> tokens,
      @Nullable Integer defaultMode) {
    this.facts = facts;
    this.references = references;
    this.tokens = tokens;
    this.defaultMode = defaultMode == null ? 0644 : defaultMode;
  }

  SortedMap<String, FileContent> files() {
    return files;
  }

  /// When a token in it has to be renewed; null when there is none.
  @Nullable Instant renewAt() {
    return renewAt;
  }

  /// @throws ConfigError when something is missing and not optional
  Payload addConfigMap(String name, List<KeyToPath> items, @Nullable Boolean optional) {
    var map = references.configMap(namespace(), name);
    if (map == null) {
      requireOptional(optional, "configmap \"" + name + "\" not found");
      return this;
    }
    select(contents(map), items, optional, "config");
    return this;
  }

  Payload addSecret(String name, List<KeyToPath> items, @Nullable Boolean optional) {
    var secret = references.secret(namespace(), name);
    if (secret == null) {
      requireOptional(optional, "secret \"" + name + "\" not found");
      return this;
    }
    select(contents(secret), items, optional, "secret");
    return this;
  }

  Payload addDownward(List<DownwardAPIVolumeFile> items) {
    for (var item : items) {
      var field = item.fieldRef();
      var resource = item.resourceFieldRef();
      var text =
          field != null
              ? FieldRefs.value(facts, field.fieldPath())
              : resource != null ? ResourceRefs.value(facts, null, resource) : "";
      put(item.path(), Bytes.utf8(text), item.mode());
    }
    return this;
  }

  Payload addProjected(ProjectedVolumeSource source) {
    for (var each : source.sources()) {
      var map = each.configMap();
      var secret = each.secret();
      var downward = each.downwardAPI();
      var token = each.serviceAccountToken();
      if (map != null) {
        addConfigMap(map);
      } else if (secret != null) {
        addSecret(secret);
      } else if (downward != null) {
        addDownward(downward.items());
      } else if (token != null) {
        addToken(token);
      }
    }
    return this;
  }

  private void addConfigMap(ConfigMapProjection map) {
    addConfigMap(map.name(), map.items(), map.optional());
  }

  private void addSecret(SecretProjection secret) {
    addSecret(secret.name(), secret.items(), secret.optional());
  }

  /// A token is for the container's user alone, or for the pod's fsGroup.
  private void addToken(ServiceAccountTokenProjection projection) {
    var token = tokens.apply(projection);
    if (renewAt == null || token.renewAt().isBefore(renewAt)) {
      renewAt = token.renewAt();
    }
    var bytes = Bytes.utf8(token.text());
    var user = soleUser(facts.pod());
    if (fsGroup(facts.pod()) != null) {
      files.put(projection.path(), new FileContent(bytes, TOKEN_MODE_WITH_GROUP, null));
    } else if (user != null) {
      files.put(projection.path(), new FileContent(bytes, TOKEN_MODE, user));
    } else {
      files.put(projection.path(), new FileContent(bytes, defaultMode, null));
    }
  }

  static @Nullable Long fsGroup(Pod pod) {
    var context = pod.spec().securityContext();
    return context == null ? null : context.fsGroup();
  }

  /// The user as whom all containers run; null when they differ or it is not said.
  private static @Nullable Long soleUser(Pod pod) {
    var ofPod = pod.spec().securityContext();
    Long sole = null;
    for (var container : pod.spec().containers()) {
      var own = container.securityContext();
      var user = own != null && own.runAsUser() != null ? own.runAsUser() : null;
      if (user == null && ofPod != null) {
        user = ofPod.runAsUser();
      }
      if (user == null || (sole != null && !sole.equals(user))) {
        return null;
      }
      sole = user;
    }
    return sole;
  }

  private void select(
      Map<String, Bytes> contents, List<KeyToPath> items, @Nullable Boolean optional, String kind) {
    if (items.isEmpty()) {
      contents.forEach((key, bytes) -> put(key, bytes, null));
      return;
    }
    for (var item : items) {
      var bytes = contents.get(item.key());
      if (bytes == null) {
        requireOptional(optional, "references non-existent " + kind + " key: " + item.key());
      } else {
        put(item.path(), bytes, item.mode());
      }
    }
  }

  private static Map<String, Bytes> contents(ConfigMap map) {
    var out = new TreeMap<String, Bytes>();
    map.data().forEach((key, text) -> out.put(key, Bytes.utf8(text)));
    out.putAll(map.binaryData());
    return out;
  }

  private static Map<String, Bytes> contents(Secret secret) {
    return secret.data();
  }

  private static void requireOptional(@Nullable Boolean optional, String otherwise) {
    if (!Boolean.TRUE.equals(optional)) {
      throw new ConfigError(otherwise);
    }
  }

  private void put(String path, Bytes bytes, @Nullable Integer mode) {
    files.put(path, new FileContent(bytes, mode == null ? defaultMode : mode, null));
  }

  private String namespace() {
    return facts.pod().metadata().namespace();
  }
}
