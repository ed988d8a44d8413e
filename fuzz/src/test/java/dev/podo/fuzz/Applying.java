package dev.podo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.apply.FieldManager;
import dev.podo.machinery.apply.FieldManager.Endpoint;
import dev.podo.machinery.apply.FieldManager.Live;
import dev.podo.machinery.apply.FieldManager.Writer;
import dev.podo.machinery.apply.RecordShapes;
import dev.podo.machinery.apply.Versions;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.FrozenMap;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Service;
import java.time.Instant;
import java.util.List;

/// Server-side apply: a live object, with whatever somebody has written into its managed fields,
/// and a configuration that is applied to it.
final class Applying {
  private static final List<Schema<? extends ApiObject>> SCHEMAS =
      List.of(Pod.SCHEMA, Deployment.SCHEMA, Service.SCHEMA, ConfigMap.SCHEMA);

  private Applying() {}

  static void accept(byte[] input) {
    var pieces = Pieces.of(input, 3);
    accept(Pieces.choice(SCHEMAS, pieces.text(0)), pieces.bytes(1), pieces.bytes(2));
  }

  private static <T extends ApiObject> void accept(Schema<T> schema, byte[] live, byte[] config) {
    T object;
    Object configuration;
    try {
      object = Json.decode(schema, live, Strictness.IGNORE).value();
      configuration = Json.parse(config);
    } catch (DecodeException refused) {
      return;
    }
    var empty = Trees.of((Struct) Trees.to(schema, FrozenMap.empty()));
    var gvk = GroupVersionKind.of(Trees.text(empty, "apiVersion"), Trees.text(empty, "kind"));
    var manager =
        new FieldManager(
            Versions.only(gvk.apiVersion(), RecordShapes.of(schema)),
            gvk,
            new Endpoint("", FieldSet.ofFields("status")),
            empty);
    var given = object.metadata().managedFields();
    var bare = object.withMetadata(object.metadata().with(it -> it.managedFields(null)));
    var owners =
        manager.update(
            new Live(empty, List.of(), false),
            bare,
            given,
            new Writer("fuzz", Instant.ofEpochSecond(1)));
    apply(manager, new Live(Trees.of((Struct) bare), owners, true), configuration);
  }

  private static void apply(FieldManager manager, Live live, Object configuration) {
    var writer = new Writer("kubectl", Instant.ofEpochSecond(2));
    try {
      manager.apply(live, configuration, writer, false);
    } catch (ApiException refused) {
      assertThat(refused.status()).isNotNull();
    }
    try {
      var once = manager.apply(live, configuration, writer, true);
      var twice =
          manager.apply(
              new Live(once.value(), once.managedFields(), true), configuration, writer, true);
      assertThat(Trees.deepEquals(Trees.canonical(twice.value()), Trees.canonical(once.value())))
          .as("applied twice")
          .isTrue();
    } catch (ApiException refused) {
      assertThat(refused.status()).isNotNull();
    }
  }
}
