package dev.podo.apiserver.authn;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podo.apiserver.pki.SigningKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Signs and reads service account tokens: JSON Web Tokens (RFC 7519) with ES256, with the claims
/// that upstream's tokens have. Whether what a token is bound to still exists is not asked here.
public final class ServiceAccountTokens {
  private static final String PRIVATE_CLAIMS = "kubernetes.io";
  private static final int MAX_LENGTH = 16 << 10;

  private final String issuer;
  private final SigningKey key;

  public ServiceAccountTokens(String issuer, SigningKey key) {
    this.issuer = issuer;
    this.key = key;
  }

  public String issuer() {
    return issuer;
  }

  public String sign(TokenClaims claims) {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.id()).type(JOSEObjectType.JWT).build();
    var life = claims.life();
    var set =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(
                "system:serviceaccount:"
                    + claims.namespace()
                    + ":"
                    + claims.serviceAccount().name())
            .audience(claims.audiences())
            .jwtID(life.id())
            .issueTime(Date.from(life.issuedAt()))
            .notBeforeTime(Date.from(life.issuedAt()))
            .expirationTime(Date.from(life.expiresAt()))
            .claim(PRIVATE_CLAIMS, privateClaims(claims))
            .build();
    // One audience is a list too, as Kubernetes has it.
    var payload = new TreeMap<>(set.toJSONObject());
    payload.put("aud", claims.audiences());
    var token = new JWSObject(header, new Payload(payload));
    try {
      token.sign(new ECDSASigner(key.privateKey(), Curve.P_256));
    } catch (JOSEException e) {
      throw new IllegalStateException("a token cannot be signed", e);
    }
    return token.serialize();
  }

  private static Map<String, Object> privateClaims(TokenClaims claims) {
    var out = new TreeMap<String, Object>();
    out.put("namespace", claims.namespace());
    out.put("serviceaccount", reference(claims.serviceAccount()));
    var bound = claims.bound();
    if (bound != null) {
      out.put(bound.kind().toLowerCase(Locale.ROOT), reference(bound.object()));
    }
    var node = claims.node();
    if (node != null) {
      out.put("node", reference(node));
    }
    return out;
  }

  private static Map<String, String> reference(TokenClaims.Reference reference) {
    return new TreeMap<>(Map.of("name", reference.name(), "uid", reference.uid()));
  }

  /// Reads a token that this cluster has signed; whether it is still valid is for the caller.
  ///
  /// @return null when it is no token of this issuer at all
  /// @throws InvalidCredentialsException when it claims to be one but its signature is not ours
  public @Nullable TokenClaims read(String token) throws InvalidCredentialsException {
    if (token.length() > MAX_LENGTH) {
      throw new InvalidCredentialsException("the token is too long");
    }
    SignedJWT parsed;
    JWTClaimsSet set;
    try {
      parsed = SignedJWT.parse(token);
      set = parsed.getJWTClaimsSet();
    } catch (ParseException e) {
      return null;
    }
    if (!issuer.equals(set.getIssuer())) {
      return null;
    }
    if (!JWSAlgorithm.ES256.equals(parsed.getHeader().getAlgorithm())
        || !key.id().equals(parsed.getHeader().getKeyID())
        || !isSigned(parsed)) {
      throw new InvalidCredentialsException("the token's signature is not of this cluster");
    }
    try {
      return claims(set);
    } catch (ParseException | IllegalArgumentException e) {
      throw new InvalidCredentialsException("the token's claims cannot be read", e);
    }
  }

  private boolean isSigned(SignedJWT token) {
    try {
      return token.verify(new ECDSAVerifier(key.publicKey()));
    } catch (JOSEException e) {
      return false;
    }
  }

  private static TokenClaims claims(JWTClaimsSet set) throws ParseException {
    var own = set.getJSONObjectClaim(PRIVATE_CLAIMS);
    if (own == null || !(own.get("namespace") instanceof String namespace)) {
      throw new ParseException("no private claims", 0);
    }
    var account = reference(own, "serviceaccount");
    if (account == null || set.getExpirationTime() == null || set.getIssueTime() == null) {
      throw new ParseException("claims are missing", 0);
    }
    var pod = reference(own, "pod");
    var secret = reference(own, "secret");
    var node = reference(own, "node");
    var bound =
        pod != null
            ? new TokenClaims.Bound("Pod", pod)
            : secret != null
                ? new TokenClaims.Bound("Secret", secret)
                : node != null ? new TokenClaims.Bound("Node", node) : null;
    var id = set.getJWTID();
    return new TokenClaims(
        namespace,
        account,
        bound,
        node,
        set.getAudience(),
        new TokenClaims.Life(
            id == null ? "" : id, instant(set.getIssueTime()), instant(set.getExpirationTime())));
  }

  private static Instant instant(Date date) {
    return date.toInstant();
  }

  private static TokenClaims.@Nullable Reference reference(
      Map<String, Object> claims, String name) {
    if (claims.get(name) instanceof Map<?, ?> map
        && map.get("name") instanceof String of
        && map.get("uid") instanceof String uid) {
      return new TokenClaims.Reference(of, uid);
    }
    return null;
  }

  /// The public keys as a JSON Web Key Set (RFC 7517): what `/openid/v1/jwks` answers.
  public String keySet() {
    var jwk =
        new ECKey.Builder(Curve.P_256, key.publicKey())
            .keyID(key.id())
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.ES256)
            .build();
    return new JWKSet(List.of(jwk)).toString(true);
  }
}
