package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.Query;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.errors.ApiErrors;
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
      var number = Long.valueOf(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw ApiErrors.badRequest(name + " must be a number of at least 0, not " + text);
  }
}
