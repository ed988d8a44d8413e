package dev.podo.apiserver.definitions;

import dev.podo.apiserver.webhook.WebhookException;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.Map;

/// What a conversion webhook answers.
public final class HostileReview {
  private static final DynamicObject ORIGINAL =
      DynamicObject.of(
          "example.com/v1",
          "Thing",
          ObjectMeta.builder().name("a").namespace("b").uid("c").build(),
          Map.of());

  private HostileReview() {}

  public static void read(byte[] answer) {
    try {
      for (var object : new ConversionReviews("v1").answer("u", answer)) {
        var converted = ConvertedObject.of(object);
        converted.requireType(ORIGINAL, "example.com/v2");
        converted.checkedAgainst(ORIGINAL, "example.com/v2");
      }
    } catch (WebhookException | ConvertedObject.BadMetadataException refused) {
      // As a webhook is told that does not do what it should.
    }
  }
}
