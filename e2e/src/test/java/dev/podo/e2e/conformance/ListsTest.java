package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Lists in parts, and tables of them. That an old list goes on after compaction is shown by
/// ReadsTest, which has the clock in its hand.
class ListsTest {
  private static final String TEMPLATES = "/api/v1/namespaces/lists/podtemplates";
  private static final int COUNT = 120;

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeTemplates() {
    CLUSTER.namespace("lists");
    for (int i = 0; i < COUNT; i++) {
      CLUSTER
          .rest()
          .create(
              TEMPLATES,
              """
              metadata: {name: template-%04d}
              template:
                metadata: {labels: {app: sample}}
                spec: {containers: [{name: main, image: "example.com/main:1"}]}
              """
                  .formatted(i));
    }
  }

  @Test
  void comeInChunksOfOneVersion() {
    var names = new TreeSet<String>();
    var token = "";
    var version = "";
    var found = 0;
    do {
      var limit = 7 + found % 13;
      var list =
          rest.get(
              TEMPLATES
                  + "?limit="
                  + limit
                  + "&continue="
                  + URLEncoder.encode(token, StandardCharsets.UTF_8));
      var items = Trees.asList(Trees.get(list, "items"));
      items.forEach(item -> names.add(Trees.text(item, "metadata", "name")));
      found += items.size();
      assertThat(items).hasSizeLessThanOrEqualTo(limit);
      token = Trees.text(list, "metadata", "continue");
      var remaining = Trees.get(list, "metadata", "remainingItemCount");
      assertThat(remaining).isEqualTo(token.isEmpty() ? null : (Object) (long) (COUNT - found));
      var now = Trees.text(list, "metadata", "resourceVersion");
      assertThat(now).isEqualTo(version.isEmpty() ? now : version);
      version = now;
    } while (!token.isEmpty());
    assertThat(names).hasSize(COUNT);
    assertThat(found).isEqualTo(COUNT);
    assertThat(Trees.asList(Trees.get(rest.get(TEMPLATES), "items"))).hasSize(COUNT);
  }

  @Test
  void asATableWhereThereIsNoneAreNotAcceptable() {
    var body =
        """
        {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview",
         "spec":{"nonResourceAttributes":{"path":"/","verb":"get"}}}\
        """;
    var answer =
        rest.send(
            "POST",
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            "application/json",
            body,
            "Accept",
            "application/json;as=Table;v=v1;g=meta.k8s.io");
    assertThat(answer.code()).as(answer.text()).isEqualTo(406);
    assertThat(answer.text("reason")).isEqualTo("NotAcceptable");
  }
}
