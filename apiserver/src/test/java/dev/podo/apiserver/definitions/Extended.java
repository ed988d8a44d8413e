package dev.podo.apiserver.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.WatchOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.selector.FieldPredicate;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A server, a client of it over HTTP, and definitions.
final class Extended implements AutoCloseable {
  static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  static final String CRONTABS = "/apis/stable.example.com/v1/namespaces/default/crontabs";

  static final String CRONTAB =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: crontabs.stable.example.com}
      spec:
        group: stable.example.com
        scope: Namespaced
        names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct], categories: [all]}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  properties:
                    cronSpec: {type: string, pattern: '^[0-9* ]+$'}
                    image: {type: string, default: busybox}
                    replicas: {type: integer, minimum: 0}
                    color: {type: string}
                status:
                  type: object
                  properties:
                    replicas: {type: integer}
                    selector: {type: string}
          subresources:
            status: {}
            scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas, labelSelectorPath: .status.selector}
          selectableFields: [{jsonPath: .spec.color}]
          additionalPrinterColumns:
          - {name: Spec, type: string, jsonPath: .spec.cronSpec}
          - {name: Replicas, type: integer, jsonPath: .spec.replicas}
      """;

  final TestServer server;
  final TestClient client;

  Extended() {
    this(TestServer.listening());
  }

  Extended(TestServer server) {
    this.server = server;
    this.client = TestClient.admin(server);
  }

  /// Creates a definition and waits until it is served.
  void define(String yaml) {
    assertThat(post(DEFINITIONS, yaml).statusCode()).isEqualTo(201);
    await(Trees.text(Yaml.parse(bytes(yaml)), "metadata", "name"), Extended::isEstablished);
  }

  static boolean isEstablished(@Nullable CustomResourceDefinition definition) {
    return definition != null
        && CustomResourceDefinitions.isTrue(definition, CustomResourceDefinitions.ESTABLISHED);
  }

  /// Waits until a definition is so; it is null once it is gone.
  void await(String name, Predicate<@Nullable CustomResourceDefinition> wanted) {
    var options =
        WatchOptions.stateAndChanges().withFields(FieldPredicate.parse("metadata.name=" + name));
    var patience = Deadline.after(Clock.system(), Duration.ofSeconds(60));
    try (var watch = server.admin().watch(CustomResourceDefinitions.KIND, options)) {
      CustomResourceDefinition last = null;
      while (true) {
        var event = watch.next(patience);
        assertThat(event).as("%s: %s", name, client.get(DEFINITIONS).body()).isNotNull();
        last =
            switch (event.type()) {
              case ADDED, MODIFIED -> event.object();
              case DELETED -> null;
              case BOOKMARK -> last;
            };
        if (wanted.test(last)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> post(String path, String yaml) {
    return client.send(client.body("POST", path, "application/yaml", yaml));
  }

  HttpResponse<String> put(String path, Object tree) {
    return client.send(
        client.body(
            "PUT", path, "application/json", new String(Json.print(tree), StandardCharsets.UTF_8)));
  }

  HttpResponse<String> merge(String path, String json) {
    return client.send(client.body("PATCH", path, "application/merge-patch+json", json));
  }

  HttpResponse<String> delete(String path) {
    return client.send(client.request(path).DELETE());
  }

  Object get(String path) {
    return tree(client.get(path));
  }

  static Object tree(HttpResponse<String> response) {
    var tree = Json.parse(response.body());
    assertThat(tree).isNotNull();
    return tree;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
