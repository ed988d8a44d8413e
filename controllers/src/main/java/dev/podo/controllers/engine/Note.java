package dev.podo.controllers.engine;

import dev.podo.client.events.EventRecorder;
import dev.podo.model.ApiObject;

/// An Event to record.
///
/// @param regarding what it is about
/// @param type `Normal` or `Warning`
public record Note(ApiObject regarding, String type, String reason, String message) {
  public static Note normal(ApiObject regarding, String reason, String message) {
    return new Note(regarding, EventRecorder.NORMAL, reason, message);
  }

  public static Note warning(ApiObject regarding, String reason, String message) {
    return new Note(regarding, EventRecorder.WARNING, reason, message);
  }
}
