package dev.podo.machinery.kinds.event;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Event;

/// The lenient rules of the core group: an Event of the old form (without `eventTime`) need only
/// lie in the namespace of what it is about, under whatever name.
final class EventStrategy extends ObjectStrategy<Event> {
  private static final int SHORT_TEXT_MAX = 128;
  private static final int NOTE_MAX = 1024;
  private static final FieldPath NAMESPACE = FieldPath.root("involvedObject", "namespace");

  EventStrategy() {
    super(new MetadataRules(true, NameRule.PATH_SEGMENT), Event::withMetadata);
  }

  @Override
  public boolean createsOnUpdate() {
    return true;
  }

  @Override
  protected void check(Event event, Findings findings) {
    checkNamespace(event, findings);
    if (event.eventTime() != null) {
      checkReported(event, "reportingComponent", findings);
    }
  }

  /// Events of the old form lie where what they are about does; of the new form, only those about
  /// nothing in a namespace have their place prescribed.
  static void checkNamespace(Event event, Findings findings) {
    var about = event.involvedObject().namespace();
    var lies = event.metadata().namespace();
    var isNew = event.eventTime() != null;
    boolean fits;
    if (about.isEmpty()) {
      fits = lies.equals("default") || (isNew ? lies.equals("kube-system") : lies.isEmpty());
    } else {
      fits = isNew || about.equals(lies);
    }
    if (!fits) {
      findings.invalid(NAMESPACE, about, "does not match event.namespace");
    }
  }

  /// What an Event of the new form must say.
  static void checkReported(Event event, String controllerField, Findings findings) {
    var controller = FieldPath.root(controllerField);
    findings.requireText(event.reportingComponent(), controller);
    findings.invalidFor(
        controller, event.reportingComponent(), Names.qualifiedName(event.reportingComponent()));
    checkText(event.reportingInstance(), "reportingInstance", findings);
    checkText(event.action(), "action", findings);
    checkText(event.reason(), "reason", findings);
    checkLength(event.message(), "message", NOTE_MAX, findings);
  }

  private static void checkText(String text, String field, Findings findings) {
    findings.requireText(text, FieldPath.root(field));
    checkLength(text, field, SHORT_TEXT_MAX, findings);
  }

  private static void checkLength(String text, String field, int max, Findings findings) {
    if (DataRules.size(text) > max) {
      findings.invalid(FieldPath.root(field), "", "can have at most " + max + " characters");
    }
  }
}
