package dev.podo.apiserver.discovery;

import dev.podo.apiserver.authn.ServiceAccountTokens;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// By what others can check the cluster's service account tokens (OpenID Connect Discovery 1.0).
public final class OpenId {
  private OpenId() {}

  public static Document configuration(ServiceAccountTokens tokens) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("issuer", tokens.issuer());
    tree.put("jwks_uri", tokens.issuer() + "/openid/v1/jwks");
    tree.put("response_types_supported", List.of("id_token"));
    tree.put("subject_types_supported", List.of("public"));
    tree.put("id_token_signing_alg_values_supported", List.of("ES256"));
    return Document.json(tree);
  }

  public static Document keys(ServiceAccountTokens tokens) {
    return Document.lazy(
        () -> tokens.keySet().getBytes(StandardCharsets.UTF_8), "application/jwk-set+json");
  }
}
