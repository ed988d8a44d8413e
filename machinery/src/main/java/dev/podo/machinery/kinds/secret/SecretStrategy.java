package dev.podo.machinery.kinds.secret;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.certificate.KeyPairs;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.model.Bytes;
import dev.podo.model.core.v1.Secret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class SecretStrategy extends ObjectStrategy<Secret> {
  private static final FieldPath DATA = FieldPath.root("data");
  private static final FieldPath TYPE = FieldPath.root("type");
  private static final String SERVICE_ACCOUNT_NAME = "kubernetes.io/service-account.name";

  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";

  SecretStrategy() {
    super(inNamespace(), Secret::withMetadata);
  }

  /// `stringData` is a way to write `data` only: it is merged in and never stored.
  @Override
  public Secret defaults(Secret secret) {
    var type = Default.text(secret.type(), Secrets.OPAQUE);
    if (secret.stringData().isEmpty()) {
      return secret.with(b -> b.type(type));
    }
    var data = new TreeMap<String, Bytes>(secret.data());
    secret.stringData().forEach((key, text) -> data.put(key, Bytes.utf8(text)));
    return secret.with(b -> b.type(type).data(data).stringData(Map.of()));
  }

  /// A certificate and a key that do not belong together may be stored, but nobody can serve with
  /// them.
  @Override
  public List<String> warnings(Secret secret) {
    if (!secret.type().equals(Secrets.TLS)) {
      return List.of();
    }
    var certificate = secret.data().getOrDefault(CERTIFICATE, Bytes.EMPTY);
    var problem = KeyPairs.problem(certificate, secret.data().getOrDefault(KEY, Bytes.EMPTY));
    return problem == null ? List.of() : List.of(problem);
  }

  @Override
  protected void check(Secret secret, Findings findings) {
    var total = 0L;
    for (var entry : secret.data().entrySet()) {
      DataRules.checkKey(entry.getKey(), DATA, findings);
      total += entry.getValue().size();
    }
    DataRules.checkTotal(total, DATA, findings);
    checkType(secret, findings);
  }

  private static void checkType(Secret secret, Findings findings) {
    switch (secret.type()) {
      case Secrets.SERVICE_ACCOUNT_TOKEN -> {
        var account = secret.metadata().annotations().getOrDefault(SERVICE_ACCOUNT_NAME, "");
        findings.requireText(account, METADATA.child("annotations").key(SERVICE_ACCOUNT_NAME));
      }
      case Secrets.DOCKER_CONFIG -> checkJson(secret, ".dockercfg", findings);
      case Secrets.DOCKER_CONFIG_JSON -> checkJson(secret, ".dockerconfigjson", findings);
      case Secrets.BASIC_AUTH -> {
        if (!secret.data().containsKey("username") && !secret.data().containsKey("password")) {
          findings.required(DATA.key("username"));
          findings.required(DATA.key("password"));
        }
      }
      case Secrets.SSH_AUTH -> {
        var key = secret.data().get("ssh-privatekey");
        if (key == null || key.isEmpty()) {
          findings.required(DATA.key("ssh-privatekey"));
        }
      }
      case Secrets.TLS -> {
        checkThere(secret, CERTIFICATE, findings);
        checkThere(secret, KEY, findings);
      }
      default -> {
        // Other types are their users' own.
      }
    }
  }

  private static void checkThere(Secret secret, String key, Findings findings) {
    if (!secret.data().containsKey(key)) {
      findings.required(DATA.key(key));
    }
  }

  private static void checkJson(Secret secret, String key, Findings findings) {
    var content = secret.data().get(key);
    if (content == null) {
      findings.required(DATA.key(key));
      return;
    }
    try {
      var tree = Json.parse(content.toArray());
      if (tree != null && !(tree instanceof Map)) {
        findings.invalid(DATA.key(key), "<secret contents redacted>", "must be a JSON object");
      }
    } catch (DecodeException malformed) {
      findings.invalid(
          DATA.key(key), "<secret contents redacted>", String.valueOf(malformed.getMessage()));
    }
  }

  /// An empty type in an update means the old one.
  @Override
  public Secret prepareForUpdate(Secret now, Secret old) {
    var prepared = super.prepareForUpdate(now, old);
    return prepared.type().isEmpty() ? prepared.with(b -> b.type(old.type())) : prepared;
  }

  @Override
  protected void checkUpdate(Secret now, Secret old, Findings findings) {
    findings.immutable(TYPE, now.type(), old.type());
    if (Boolean.TRUE.equals(old.immutable())) {
      DataRules.checkStaysImmutable(now.immutable(), findings);
      DataRules.checkSame(now.data(), old.data(), DATA, findings);
    }
    check(now, findings);
  }
}
