package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.Query;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.validation.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The query parameters of a conversation.
final class Flags {
  private final Query query;

  Flags(Call call) {
    var http = call.http();
    if (http == null) {
      throw ApiErrors.badRequest("conversations go over HTTP only");
    }
    this.query = http.query();
  }

  String text(String name) {
    return query.first(name);
  }

  List<String> all(String name) {
    return query.all(name);
  }

  boolean isSet(String name) {
    return query.flag(name);
  }

  /// @return null when it is not given
  @Nullable Long number(String name) {
    var text = query.first(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw ApiErrors.badRequest(
          "strconv.ParseInt: parsing " + Texts.quote(text) + ": invalid syntax");
    }
  }
}
