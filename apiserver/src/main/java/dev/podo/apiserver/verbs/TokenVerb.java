package dev.podo.apiserver.verbs;

import dev.podo.apiserver.admission.NodeRestriction;
import dev.podo.apiserver.authn.ServiceAccountTokens;
import dev.podo.apiserver.authn.TokenClaims;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.foundation.Ids;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupKind;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import dev.podo.model.authentication.v1.BoundObjectReference;
import dev.podo.model.authentication.v1.TokenRequest;
import dev.podo.model.authentication.v1.TokenRequestStatus;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.store.Image;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// POST of `serviceaccounts/token`: a signed token, which dies with what it is bound to.
public final class TokenVerb {
  private static final GroupVersionKind TOKEN_REQUEST =
      new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest");
  private static final long SHORTEST = 600;
  private static final long LONGEST = 1L << 32;
  private static final long USUAL = 3600;
  // Tokens in Pods are renewed after 80 % of an hour, but libraries of old never read them again:
  // they
  // are accepted for a year, as upstream's are.
  private static final long FOR_OLD_LIBRARIES = 3607;
  private static final long YEAR = 365L * 24 * 3600;

  private final Backend backend;
  private final ServiceAccountTokens tokens;
  private final NodeRestriction nodes;

  public TokenVerb(Backend backend, ServiceAccountTokens tokens, NodeRestriction nodes) {
    this.backend = backend;
    this.tokens = tokens;
    this.nodes = nodes;
  }

  public Answer answer(Call call) throws InterruptedException {
    var request = call.input().body(TokenRequest.SCHEMA, TOKEN_REQUEST, call.notes());
    var image = backend.store().latest(call.deadline());
    var info = call.info();
    var account = metadata(image, ServiceAccounts.KIND, info.namespace(), info.name());
    checkPlace(request, info.namespace(), info.name());
    var seconds = seconds(request);
    var reference = request.spec().boundObjectRef();
    var node = call.user().nodeName();
    if (!node.isEmpty()) {
      nodes.checkToken(
          node,
          info.namespace(),
          reference == null || !reference.kind().equals("Pod") ? null : reference.name(),
          reference == null ? null : reference.uid());
    }
    var bound = reference == null ? null : bound(image, info.namespace(), reference);
    var audiences =
        request.spec().audiences().isEmpty()
            ? List.of(tokens.issuer())
            : request.spec().audiences();
    var now = backend.environment().clock().now().truncatedTo(ChronoUnit.SECONDS);
    var life =
        seconds == FOR_OLD_LIBRARIES && bound != null && bound.kind().equals("Pod")
            ? YEAR
            : seconds;
    var claims =
        new TokenClaims(
            info.namespace(),
            new TokenClaims.Reference(account.name(), account.uid()),
            bound,
            nodeOf(image, info.namespace(), bound),
            audiences,
            new TokenClaims.Life(
                Ids.uid(backend.environment().random()), now, now.plusSeconds(life)));
    var status =
        TokenRequestStatus.builder()
            .token(call.input().writeOptions().dryRun() ? "" : tokens.sign(claims))
            .expirationTimestamp(now.plusSeconds(seconds))
            .build();
    return new Answer.OfValue(201, answered(request, account, seconds, audiences, status));
  }

  private static TokenRequest answered(
      TokenRequest request,
      ObjectMeta account,
      long seconds,
      List<String> audiences,
      TokenRequestStatus status) {
    return request
        .withMetadata(
            ObjectMeta.builder().name(account.name()).namespace(account.namespace()).build())
        .with(r ->
            r.spec(request.spec().with(s -> s.expirationSeconds(seconds).audiences(audiences)))
                .status(status));
  }

  private static void checkPlace(TokenRequest request, String namespace, String name) {
    var metadata = request.metadata();
    if ((!metadata.name().isEmpty() && !metadata.name().equals(name))
        || (!metadata.namespace().isEmpty() && !metadata.namespace().equals(namespace))) {
      throw ApiErrors.badRequest(
          "the name or namespace of the token request does not match the URL");
    }
  }

  private static long seconds(TokenRequest request) {
    var asked = request.spec().expirationSeconds();
    var seconds = asked == null ? USUAL : asked;
    var errors = new ArrayList<FieldError>();
    var path = FieldPath.root("spec", "expirationSeconds");
    if (seconds < SHORTEST) {
      errors.add(
          FieldError.invalid(path, seconds, "may not specify a duration less than 10 minutes"));
    }
    if (seconds > LONGEST) {
      errors.add(
          FieldError.invalid(path, seconds, "may not specify a duration larger than 2^32 seconds"));
    }
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(
          new GroupKind(TOKEN_REQUEST.group(), TOKEN_REQUEST.kind()), "", errors);
    }
    return Math.min(seconds, YEAR);
  }

  private static TokenClaims.Bound bound(
      Image<Stored> image, String namespace, BoundObjectReference reference) {
    Kind<? extends ApiObject> kind =
        switch (reference.kind()) {
          case "Pod" -> Pods.KIND;
          case "Secret" -> Secrets.KIND;
          case "Node" -> Nodes.KIND;
          default ->
              throw ApiErrors.badRequest(
                  "cannot bind token for serviceaccount to object type " + reference.kind());
        };
    var object = metadata(image, kind, namespace, reference.name());
    if (!reference.uid().isEmpty() && !reference.uid().equals(object.uid())) {
      throw ApiErrors.conflict(
          kind.groupResource(),
          reference.name(),
          "the UID in the bound object reference (%s) does not match the UID in record. The object might"
                  .formatted(reference.uid())
              + " have been deleted and then recreated");
    }
    return new TokenClaims.Bound(
        reference.kind(), new TokenClaims.Reference(object.name(), object.uid()));
  }

  private static TokenClaims.@Nullable Reference nodeOf(
      Image<Stored> image, String namespace, TokenClaims.@Nullable Bound bound) {
    if (bound == null || !bound.kind().equals("Pod")) {
      return null;
    }
    var pod = image.get(ObjectStore.key(Pods.KIND, namespace, bound.object().name()));
    if (pod == null) {
      return null;
    }
    var name = pod.value().as(Pods.KIND).spec().nodeName();
    var node = name.isEmpty() ? null : image.get(ObjectStore.key(Nodes.KIND, "", name));
    return node == null
        ? null
        : new TokenClaims.Reference(name, node.value().object().metadata().uid());
  }

  private static ObjectMeta metadata(
      Image<Stored> image, Kind<?> kind, String namespace, String name) {
    var found = image.get(ObjectStore.key(kind, namespace, name));
    if (found == null) {
      throw ApiErrors.notFound(kind.groupResource(), name);
    }
    return found.value().object().metadata();
  }
}
