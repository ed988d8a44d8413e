package dev.podo.machinery.kinds.secret;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.table.Cells;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.SecretList;
import java.util.List;

/// Configuration that not everybody may read.
public final class Secrets {
  public static final String OPAQUE = "Opaque";
  public static final String SERVICE_ACCOUNT_TOKEN = "kubernetes.io/service-account-token";
  public static final String TLS = "kubernetes.io/tls";
  public static final String BASIC_AUTH = "kubernetes.io/basic-auth";
  public static final String SSH_AUTH = "kubernetes.io/ssh-auth";
  public static final String DOCKER_CONFIG = "kubernetes.io/dockercfg";
  public static final String DOCKER_CONFIG_JSON = "kubernetes.io/dockerconfigjson";

  private static final List<Column<Secret>> COLUMNS =
      List.of(
          Column.named(),
          Column.text("Type", "What the secret is for, which decides on its keys.", Secret::type),
          new Column<>(
              "Data",
              "string",
              "",
              "How many keys there are.",
              0,
              (secret, now) -> (long) secret.data().size()),
          Cells.age());

  public static final Kind<Secret> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "Secret"), Secret.SCHEMA)
          .namespaced()
          .strategy(new SecretStrategy())
          .columns(COLUMNS)
          .selectable("type", Secret::type)
          .listedAs(
              SecretList.SCHEMA,
              (meta, items) -> SecretList.builder().metadata(meta).items(items).build())
          .build();

  private Secrets() {}
}
