package dev.podo.clients.official;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.reflect.TypeToken;
import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.SharedCluster;
import io.kubernetes.client.Discovery;
import io.kubernetes.client.ProtoClient;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.Yaml;
import io.kubernetes.client.util.exception.IncompleteDiscoveryException;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import io.kubernetes.client.util.generic.options.PatchOptions;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What programs do to objects with the official Java client.
@Tag("e2e")
@ExtendWith(SharedCluster.class)
class OfficialClientTest {
  private static final String NAMESPACE = "official";

  private static ApiClient client;
  private static CoreV1Api core;
  private static GenericKubernetesApi<V1ConfigMap, V1ConfigMapList> maps;

  @BeforeAll
  static void connect(Cluster cluster) throws Exception {
    client = connected(cluster, NAMESPACE);
    core = new CoreV1Api(client);
    maps =
        new GenericKubernetesApi<>(
            V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
  }

  /// A client of the administrator, whose namespace is made.
  static ApiClient connected(Cluster cluster, String namespace) throws IOException, ApiException {
    var client = Config.fromConfig(cluster.kubeconfig().toString());
    // As informers want it.
    client.setReadTimeout(0);
    new CoreV1Api(client)
        .createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name(namespace)))
        .execute();
    return client;
  }

  private static V1ConfigMap settings(String name, String size) {
    return new V1ConfigMap()
        .apiVersion("v1")
        .kind("ConfigMap")
        .metadata(new V1ObjectMeta().name(name).namespace(NAMESPACE).putLabelsItem("app", name))
        .putDataItem("size", size);
  }

  private static V1ConfigMap create(String name) throws ApiException {
    return core.createNamespacedConfigMap(NAMESPACE, settings(name, "1")).execute();
  }

  private static V1ConfigMap read(String name) throws ApiException {
    return core.readNamespacedConfigMap(name, NAMESPACE).execute();
  }

  @Test
  void createsReadsReplacesAndDeletes() throws Exception {
    var created = create("crud");
    var twice = catchThrowableOfType(ApiException.class, () -> create("crud"));
    assertThat(twice.getCode()).isEqualTo(409);
    assertThat(twice.getResponseBody()).contains("\"reason\":\"AlreadyExists\"");

    core.replaceNamespacedConfigMap("crud", NAMESPACE, read("crud").putDataItem("size", "2"))
        .execute();
    var stale =
        catchThrowableOfType(
            ApiException.class,
            () -> core.replaceNamespacedConfigMap("crud", NAMESPACE, created).execute());
    assertThat(stale.getResponseBody()).contains("\"reason\":\"Conflict\"");
    assertThat(
            core.listNamespacedConfigMap(NAMESPACE)
                .labelSelector("app in (crud)")
                .fieldSelector("metadata.name=crud")
                .execute()
                .getItems())
        .singleElement()
        .satisfies(only -> assertThat(only.getData()).containsEntry("size", "2"));

    core.deleteNamespacedConfigMap("crud", NAMESPACE).execute();
    assertThat(maps.get(NAMESPACE, "crud").getStatus().getReason()).isEqualTo("NotFound");
  }

  @Test
  void pagesAndDeletesCollections() throws Exception {
    for (int i = 0; i < 5; i++) {
      core.createNamespacedConfigMap(
              NAMESPACE,
              settings("page-" + i, "1")
                  .metadata(new V1ObjectMeta().name("page-" + i).putLabelsItem("of", "pages")))
          .execute();
    }
    var first =
        core.listNamespacedConfigMap(NAMESPACE).labelSelector("of=pages").limit(2).execute();
    assertThat(first.getItems()).hasSize(2);
    var rest =
        core.listNamespacedConfigMap(NAMESPACE)
            .labelSelector("of=pages")
            ._continue(first.getMetadata().getContinue())
            .execute();
    assertThat(rest.getItems()).hasSize(3);
    core.deleteCollectionNamespacedConfigMap(NAMESPACE).labelSelector("of=pages").execute();
    assertThat(
            core.listNamespacedConfigMap(NAMESPACE).labelSelector("of=pages").execute().getItems())
        .isEmpty();
  }

  private static String patched(String name, String format, String patch) throws ApiException {
    return maps.patch(NAMESPACE, name, format, new V1Patch(patch))
        .throwsApiException()
        .getObject()
        .getData()
        .get("size");
  }

  @Test
  void patchesInThreeWays() throws Exception {
    create("patches");
    assertThat(
            patched(
                "patches", V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, "{\"data\":{\"size\":\"2\"}}"))
        .isEqualTo("2");
    assertThat(
            patched(
                "patches",
                V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH,
                "{\"data\":{\"size\":\"3\"}}"))
        .isEqualTo("3");
    assertThat(
            patched(
                "patches",
                V1Patch.PATCH_FORMAT_JSON_PATCH,
                "[{\"op\":\"replace\",\"path\":\"/data/size\",\"value\":\"4\"}]"))
        .isEqualTo("4");
  }

  @Test
  void appliesWithConflictsAndForce() throws Exception {
    var apply = V1Patch.PATCH_FORMAT_APPLY_YAML;
    var options = new PatchOptions();
    options.setFieldManager("one");
    var first = new V1Patch(Yaml.dump(settings("applied", "1")));
    assertThat(maps.patch(NAMESPACE, "applied", apply, first, options).isSuccess()).isTrue();

    var second = new V1Patch(Yaml.dump(settings("applied", "2")));
    options.setFieldManager("other");
    var refused = maps.patch(NAMESPACE, "applied", apply, second, options);
    assertThat(refused.getHttpStatusCode()).isEqualTo(409);
    assertThat(refused.getStatus().getMessage())
        .contains("conflicts with \"one\":", "- .data.size");
    options.setForce(true);
    assertThat(maps.patch(NAMESPACE, "applied", apply, second, options).isSuccess()).isTrue();
    // This client does not read managed fields.
    assertThat(read("applied").getData()).containsEntry("size", "2");
  }

  @Test
  void watches() throws Exception {
    var from = core.listNamespacedConfigMap(NAMESPACE).execute().getMetadata().getResourceVersion();
    var call =
        core.listNamespacedConfigMap(NAMESPACE)
            .fieldSelector("metadata.name=watched")
            .resourceVersion(from)
            .watch(true)
            .buildCall(null);
    var type = new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType();
    try (Watch<V1ConfigMap> watch = Watch.createWatch(client, call, type)) {
      create("watched");
      core.replaceNamespacedConfigMap("watched", NAMESPACE, settings("watched", "2")).execute();
      core.deleteNamespacedConfigMap("watched", NAMESPACE).execute();
      for (var expected : new String[] {"ADDED 1", "MODIFIED 2", "DELETED 2"}) {
        var event = watch.next();
        assertThat(event.type + " " + event.object.getData().get("size")).isEqualTo(expected);
      }
    }
  }

  @Test
  void speaksProtobuf() throws Exception {
    var proto = new ProtoClient(client);
    var map =
        V1.ConfigMap.newBuilder()
            .setMetadata(Meta.ObjectMeta.newBuilder().setName("proto").setNamespace(NAMESPACE))
            .putData("size", "1")
            .build();
    var path = "/api/v1/namespaces/" + NAMESPACE + "/configmaps";
    var created = proto.create(map, path, "v1", "ConfigMap");
    assertThat(created.object.getMetadata().getUid()).isNotEmpty();
    ProtoClient.ObjectOrStatus<V1.ConfigMap> read =
        proto.get(V1.ConfigMap.newBuilder(), path + "/proto");
    assertThat(read.object.getDataMap()).isEqualTo(Map.of("size", "1"));
    var deleted = proto.delete(V1.ConfigMap.newBuilder(), path + "/proto");
    assertThat(deleted.status.getStatus()).isEqualTo("Success");
    assertThat(proto.get(V1.ConfigMap.newBuilder(), path + "/proto").status.getReason())
        .isEqualTo("NotFound");
  }

  @Test
  void discoversAndReadsWhatItHasNoTypeFor() throws Exception {
    create("dynamic");
    var found =
        discovered().stream()
            .filter(each -> each.getKind().equals("ConfigMap"))
            .findFirst()
            .orElseThrow();
    assertThat(found.getResourcePlural()).isEqualTo("configmaps");
    var dynamic =
        new DynamicKubernetesApi(
            found.getGroup(), found.getPreferredVersion(), found.getResourcePlural(), client);
    var read = dynamic.get(NAMESPACE, "dynamic").throwsApiException().getObject();
    assertThat(read.getRaw().getAsJsonObject("data").get("size").getAsString()).isEqualTo("1");
  }

  /// The groups of other tests come and go, also between the list of groups and the look at one:
  /// the client takes that for an error.
  private static Set<Discovery.APIResource> discovered() {
    var found = new AtomicReference<Set<Discovery.APIResource>>();
    Cluster.await(
        "all groups stay while they are looked at",
        () -> {
          try {
            found.set(new Discovery(client).findAll());
            return true;
          } catch (IncompleteDiscoveryException e) {
            return false;
          } catch (ApiException e) {
            throw new IllegalStateException(e.getResponseBody(), e);
          }
        });
    return found.get();
  }
}
