package dev.podo.apiserver.definitions;

import dev.podo.apiserver.webhook.WebhookClient;
import dev.podo.apiserver.webhook.WebhookException;
import dev.podo.apiserver.webhook.WebhookTarget;
import dev.podo.client.CallInterruptedException;
import dev.podo.foundation.Ids;
import dev.podo.machinery.custom.VersionConverter;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.model.meta.v1.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Has objects converted by the webhook of their definition, and believes it no more than it must:
/// an object keeps its identity, and of its metadata only labels and annotations are taken.
final class WebhookConverter implements VersionConverter {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final WebhookClient client;
  private final WebhookTarget target;
  private final ConversionReviews reviews;
  private final RandomGenerator random;

  WebhookConverter(
      WebhookClient client,
      WebhookTarget target,
      ConversionReviews reviews,
      RandomGenerator random) {
    this.client = client;
    this.target = target;
    this.reviews = reviews;
    this.random = random;
  }

  @Override
  public List<DynamicObject> convert(List<DynamicObject> objects, String apiVersion) {
    var elsewhere = objects.stream().filter(it -> !it.apiVersion().equals(apiVersion)).toList();
    if (elsewhere.isEmpty()) {
      return objects;
    }
    var about = new About(elsewhere, apiVersion);
    try {
      var converted = about.checked(ask(elsewhere, apiVersion)).iterator();
      return objects.stream()
          .map(object -> object.apiVersion().equals(apiVersion) ? object : converted.next())
          .toList();
    } catch (WebhookException e) {
      throw failure(about.prefix() + " failed: " + e.why());
    }
  }

  private List<?> ask(List<DynamicObject> objects, String apiVersion) throws WebhookException {
    var uid = Ids.uid(random);
    try {
      var reply = client.post(target, reviews.question(uid, apiVersion, objects), TIMEOUT);
      return reviews.answer(uid, reply);
    } catch (InterruptedException e) {
      throw new CallInterruptedException(e);
    }
  }

  /// As upstream answers what it has no reason for.
  private static ApiException failure(String message) {
    return new ApiException(Status.builder().status("Failure").code(500).message(message).build());
  }

  /// What was asked, and whether the answer fits.
  private record About(List<DynamicObject> asked, String apiVersion) {
    String prefix() {
      var first = asked.getFirst();
      var kind = asked.size() == 1 ? first.kind() : first.kind() + "List";
      return "conversion webhook for " + GroupVersionKind.of(first.apiVersion(), kind);
    }

    List<DynamicObject> checked(List<?> answer) {
      if (answer.size() != asked.size()) {
        throw failure(
            "%s returned %d objects, expected %d".formatted(prefix(), answer.size(), asked.size()));
      }
      var out = new ArrayList<DynamicObject>(answer.size());
      for (var i = 0; i < answer.size(); i++) {
        // Of a single object, upstream tells the place only where its type is wrong.
        var place = " at index " + i;
        try {
          var converted = ConvertedObject.of(answer.get(i));
          converted.requireType(asked.get(i), apiVersion);
          place = asked.size() == 1 ? "" : place;
          out.add(converted.checkedAgainst(asked.get(i), apiVersion));
        } catch (ConvertedObject.BadMetadataException e) {
          var in = asked.size() == 1 ? "" : " in object";
          throw failure(prefix() + " returned invalid metadata" + in + place + ": " + e.why());
        } catch (WebhookException e) {
          var what = asked.size() == 1 ? "object" : "converted object";
          throw failure(prefix() + " returned invalid " + what + place + ": " + e.why());
        }
      }
      return out;
    }
  }
}
