package dev.podo.program.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
  @Test
  void splitsDocumentsAndKeepsTheirOrder() {
    var manifest =
        Manifest.parse(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: a}
            ---
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: b, namespace: a}
            data: {text: "one\\n---\\ntwo"}
            """);

    assertThat(manifest.names()).containsExactly("Namespace a", "ConfigMap a/b");
  }

  @Test
  void theGuestbookIsKnownToItsKindsFieldByField() {
    var manifest = Manifest.resource("guestbook.yaml", Map.of("PASSWORD", "secret"));

    assertThat(manifest.names())
        .contains("Namespace guestbook", "Namespace guestbook-data", "Ingress guestbook/guestbook")
        .first()
        .isEqualTo("Namespace guestbook");
  }

  @Test
  void theThrowAwayNamespaceHoldsOneOfEach() {
    assertThat(Manifest.resource("preview.yaml", Map.of()).names())
        .containsExactly(
            "Namespace guestbook-preview",
            "ConfigMap guestbook-preview/preview",
            "Secret guestbook-preview/preview",
            "Deployment guestbook-preview/preview",
            "Service guestbook-preview/preview",
            "Ingress guestbook-preview/preview");
  }

  @Test
  void refusesAFieldThatTheKindDoesNotKnow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Manifest.parse("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndate: {}\n"))
        .withMessageContaining("date");
  }

  @Test
  void refusesAKindThatIsNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Manifest.parse("apiVersion: v1\nkind: Grape\nmetadata: {name: a}\n"))
        .withMessageContaining("Grape");
  }
}
