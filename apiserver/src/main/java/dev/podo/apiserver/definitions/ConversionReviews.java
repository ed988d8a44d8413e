package dev.podo.apiserver.definitions;

import dev.podo.apiserver.webhook.WebhookException;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a conversion webhook is asked, and what its answer says. The words of refusals are
/// upstream's.
///
/// @param version of `ConversionReview` that the webhook understands
record ConversionReviews(String version) {
  static final List<String> VERSIONS = List.of("v1", "v1beta1");
  private static final String GROUP = "apiextensions.k8s.io/";

  byte[] question(String uid, String desiredApiVersion, List<DynamicObject> objects) {
    var request = new LinkedHashMap<String, Object>();
    request.put("uid", uid);
    request.put("desiredAPIVersion", desiredApiVersion);
    var trees = new ArrayList<Object>();
    objects.forEach(object -> trees.add(Trees.of(object)));
    request.put("objects", trees);
    var review = new LinkedHashMap<String, Object>();
    review.put("kind", "ConversionReview");
    review.put("apiVersion", GROUP + version);
    review.put("request", request);
    return Json.print(review);
  }

  /// The objects of the answer, unchecked.
  List<?> answer(String uid, byte[] body) throws WebhookException {
    var review = parse(body);
    var apiVersion = Trees.text(review, "apiVersion");
    var kind = Trees.text(review, "kind");
    // Of v1beta1, upstream has never asked that an answer says what it is.
    if (version.equals("v1")
        && (!apiVersion.equals(GROUP + version) || !kind.equals("ConversionReview"))) {
      throw new WebhookException(
          "expected webhook response of %s, got %s"
              .formatted(GROUP + version + ", Kind=ConversionReview", show(apiVersion, kind)));
    }
    if (!(Trees.get(review, "response") instanceof Map<?, ?> response)) {
      throw new WebhookException("no response provided");
    }
    var answered = Trees.text(response, "uid");
    if (version.equals("v1") && !answered.equals(uid)) {
      throw new WebhookException(
          "expected response.uid=\"%s\", got \"%s\"".formatted(uid, answered));
    }
    var status = Trees.text(response, "result", "status");
    if (!status.equals("Success")) {
      var message = Trees.text(response, "result", "message");
      throw new WebhookException(
          message.isEmpty()
              ? "response.result.status was '" + status + "', not 'Success'"
              : message);
    }
    return Trees.get(response, "convertedObjects") instanceof List<?> list ? list : List.of();
  }

  private static String show(String apiVersion, String kind) {
    var slash = apiVersion.indexOf('/');
    var group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return group + "/" + apiVersion.substring(slash + 1) + ", Kind=" + kind;
  }

  private static @Nullable Object parse(byte[] body) throws WebhookException {
    try {
      return Json.parse(body);
    } catch (DecodeException e) {
      throw new WebhookException(String.valueOf(e.getMessage()));
    }
  }
}
