package dev.podo.apiserver.openapi.operations;

import java.util.ArrayList;
import java.util.List;

/// The parameters that operations of one sort have.
final class Parameters {
  static final Parameter NAMESPACE =
      new Parameter("namespace", "path", "string", "The namespace that the objects lie in.");
  static final Parameter PRETTY =
      text("pretty", "Whether to answer with indented JSON: 'true' or 'false'.");
  static final Parameter PATH =
      new Parameter("path", "path", "string", "The rest of the path, for whoever is behind.");

  private static final Parameter DRY_RUN =
      text("dryRun", "'All' to go through all stages and persist nothing.");
  private static final Parameter FIELD_VALIDATION =
      text(
          "fieldValidation",
          "What happens to fields that are unknown or stand twice: Ignore drops them, Warn (the"
              + " default) says so in warnings, Strict refuses the request.");
  private static final Parameter FIELD_MANAGER =
      text("fieldManager", "Who makes the change: up to 128 printable characters.");
  private static final Parameter APPLY_MANAGER =
      text(
          "fieldManager",
          "Who makes the change: up to 128 printable characters. Required to apply.");
  private static final Parameter FORCE =
      flag("force", "Whether apply takes over fields that others manage.");
  private static final Parameter RESOURCE_VERSION =
      text("resourceVersion", "The version to read at, or to watch from.");

  private static final List<Parameter> SELECTING =
      List.of(
          text("continue", "Where to go on listing, as told by the list before."),
          text("fieldSelector", "What fields the objects must have; all when empty."),
          text("labelSelector", "What labels the objects must have; all when empty."),
          number("limit", "How many objects to answer at most."),
          RESOURCE_VERSION,
          text("resourceVersionMatch", "What resourceVersion means: Exact or NotOlderThan."),
          flag(
              "sendInitialEvents",
              "Whether a watch begins with what there is, and tells by a bookmark when it has."),
          number("timeoutSeconds", "How long the call may last."));
  private static final List<Parameter> DELETING =
      List.of(
          DRY_RUN,
          number("gracePeriodSeconds", "How long the object has to end; 0 is at once."),
          flag(
              "ignoreStoreReadErrorWithClusterBreakingPotential",
              "Accepted and without effect: an object that cannot be read is not deleted either."),
          flag("orphanDependents", "Deprecated: see propagationPolicy."),
          text(
              "propagationPolicy",
              "What becomes of dependents: Orphan, Background or Foreground."));

  static final List<Parameter> LISTING =
      plus(
          SELECTING,
          flag("allowWatchBookmarks", "Whether a watch may send events of type BOOKMARK."),
          flag("watch", "Whether to go on with the changes after the list."));
  static final List<Parameter> READING_CUSTOM = List.of(RESOURCE_VERSION);
  static final List<Parameter> WRITING = List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION);
  static final List<Parameter> PATCHING = List.of(DRY_RUN, APPLY_MANAGER, FIELD_VALIDATION, FORCE);
  static final List<Parameter> REMOVING = DELETING;
  static final List<Parameter> REMOVING_MANY = plus(SELECTING, DELETING.toArray(Parameter[]::new));

  private Parameters() {}

  static List<Parameter> plus(List<Parameter> some, Parameter... more) {
    var all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }

  static Parameter name(String kind) {
    return new Parameter("name", "path", "string", "name of the " + kind);
  }

  private static Parameter text(String name, String description) {
    return new Parameter(name, "query", "string", description);
  }

  private static Parameter number(String name, String description) {
    return new Parameter(name, "query", "integer", description);
  }

  private static Parameter flag(String name, String description) {
    return new Parameter(name, "query", "boolean", description);
  }

  /// Of what talks to a process or passes something on.
  ///
  /// @param options the kind of its options
  static List<Parameter> connecting(String options) {
    return switch (options) {
      case "PodExecOptions" ->
          plus(streams(), text("command", "The command, not run in a shell; may be repeated."));
      case "PodAttachOptions" -> streams();
      case "PodPortForwardOptions" ->
          List.of(number("ports", "The ports to forward, when using WebSockets."));
      default -> List.of(text("path", "The path to ask for."));
    };
  }

  private static List<Parameter> streams() {
    return List.of(
        text("container", "Which container; may be left out when there is only one."),
        flag("stdin", "Whether to send standard input."),
        flag("stdout", "Whether to receive standard output."),
        flag("stderr", "Whether to receive standard error."),
        flag("tty", "Whether it gets a terminal."));
  }

  static List<Parameter> logging() {
    return List.of(
        text("container", "Which container; may be left out when there is only one."),
        flag("follow", "Whether to go on as the log grows."),
        flag(
            "insecureSkipTLSVerifyBackend",
            "Whether to trust whoever answers in the name of the node."),
        number("limitBytes", "How many bytes to answer at most."),
        flag("previous", "Whether to read the log of the container's last life."),
        number("sinceSeconds", "How far back to begin, in seconds."),
        text("stream", "Which stream: All, Stdout or Stderr."),
        number("tailLines", "With how many of the last lines to begin."),
        flag("timestamps", "Whether to begin each line with its time."));
  }
}
