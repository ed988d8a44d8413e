package dev.podo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.aggregation.HostileDiscovery;
import dev.podo.apiserver.authn.InvalidCredentialsException;
import dev.podo.apiserver.authn.ServiceAccountTokens;
import dev.podo.apiserver.chain.HostileDuration;
import dev.podo.apiserver.definitions.HostileReview;
import dev.podo.apiserver.encoding.Representation;
import dev.podo.apiserver.pki.SigningKey;
import dev.podo.apiserver.verbs.HostileContinue;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.jsonpath.JsonPath;
import dev.podo.machinery.tree.Node;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.function.Consumer;

/// What stands in headers, parameters and fields of requests, and what other servers answer.
final class Requests {
  private static final ServiceAccountTokens TOKENS =
      new ServiceAccountTokens("https://kubernetes.default.svc", key());
  private static final List<Consumer<String>> PARAMETERS =
      List.of(Requests::accept, HostileDuration::read, HostileContinue::read);
  private static final List<Consumer<byte[]>> ANSWERS =
      List.of(HostileReview::read, HostileDiscovery::read);

  private Requests() {}

  private static SigningKey key() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      var pair = generator.generateKeyPair();
      return new SigningKey(
          "key", (ECPrivateKey) pair.getPrivate(), (ECPublicKey) pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The first piece says of what: `0` of an `Accept` header, `1` of a duration, `2` of where a
  /// list goes on.
  static void parameter(byte[] input) {
    var pieces = Pieces.of(input, 2);
    Pieces.choice(PARAMETERS, pieces.text(0)).accept(pieces.text(1));
  }

  private static void accept(String header) {
    try {
      assertThat(Representation.negotiate(List.of(header))).isNotNull();
    } catch (ApiException refused) {
      assertThat(refused.code()).isEqualTo(406);
    }
  }

  static void token(byte[] input) {
    try {
      assertThat(TOKENS.read(new String(input, StandardCharsets.UTF_8))).isNull();
    } catch (InvalidCredentialsException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  /// A path of a printer column, and an object.
  static void jsonPath(byte[] input) {
    var pieces = Pieces.of(input, 2);
    JsonPath path;
    Object tree;
    try {
      path = JsonPath.parse(pieces.text(0));
      tree = Json.parse(pieces.bytes(1));
    } catch (IllegalArgumentException | DecodeException refused) {
      return;
    }
    path.find(Node.of(tree)).forEach(Node::tree);
  }

  static void fieldSet(byte[] input) {
    FieldSet set;
    try {
      set = FieldSet.parse(Json.parse(input));
    } catch (IllegalArgumentException | DecodeException refused) {
      return;
    }
    assertThat(FieldSet.parse(set.tree())).isEqualTo(set);
  }

  /// The first piece says whose: `0` of a conversion webhook, `1` of a server with an API.
  static void answer(byte[] input) {
    var pieces = Pieces.of(input, 2);
    Pieces.choice(ANSWERS, pieces.text(0)).accept(pieces.bytes(1));
  }
}
