package dev.podo.controllers.engine;

import dev.podo.client.Patch;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.Preconditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a reconcile decided: a value. The engine carries out the steps in order; a failed one ends
/// the plan, but for the status, which says what is.
///
/// @param steps the writes
/// @param effects the questions whose answers the next reconcile of this object will see, at once
/// @param notes Events to record when all steps have succeeded
/// @param recheckAt look again then, even if nothing changes; null for no need
/// @param keepsAnswers the answers that this turn has seen, the next one shall see as well
public record Plan(
    List<Step> steps,
    List<Effect<?>> effects,
    List<Note> notes,
    @Nullable Instant recheckAt,
    boolean keepsAnswers) {
  private static final Plan NOTHING = new Plan(List.of(), List.of(), List.of(), null, false);

  public Plan {
    steps = List.copyOf(steps);
    effects = List.copyOf(effects);
    notes = List.copyOf(notes);
  }

  /// Actions that may go on at the same time.
  ///
  /// @param always carried out even when an earlier step failed
  /// @param slowStart begin with one, and with more only as they succeed
  public record Step(List<Action> actions, boolean always, boolean slowStart) {
    public Step {
      actions = List.copyOf(actions);
    }
  }

  public static Plan nothing() {
    return NOTHING;
  }

  public static <T extends ApiObject> Plan create(Kind<T> kind, T object, Announce announce) {
    return createAll(kind, List.of(object), announce);
  }

  /// Creates objects side by side, the first ones carefully: when one is refused, so would be the
  /// others.
  public static <T extends ApiObject> Plan createAll(
      Kind<T> kind, List<T> objects, Announce announce) {
    return sideBySide(
        objects.stream().map(o -> new Action.Create<>(kind, o, announce)).toList(), true);
  }

  public static <T extends ApiObject> Plan delete(Kind<T> kind, T object, Announce announce) {
    return delete(kind, object, DeleteOptions.EMPTY, announce);
  }

  public static <T extends ApiObject> Plan delete(
      Kind<T> kind, T object, DeleteOptions options, Announce announce) {
    return step(new Action.Delete<>(kind, object, onlyThis(object, options), announce));
  }

  /// Deletes objects side by side.
  public static <T extends ApiObject> Plan deleteAll(
      Kind<T> kind, Iterable<T> objects, Function<T, Announce> announce) {
    var actions = new ArrayList<Action>();
    for (var object : objects) {
      var options = onlyThis(object, DeleteOptions.EMPTY);
      actions.add(new Action.Delete<>(kind, object, options, announce.apply(object)));
    }
    return sideBySide(actions, false);
  }

  /// Deletes all objects of a kind in a namespace.
  public static <T extends ApiObject> Plan deleteAllIn(
      Kind<T> kind, String namespace, DeleteOptions options) {
    return step(new Action.DeleteAll<>(kind, namespace, options));
  }

  /// Writes the differences between two states of an object, its status aside; refused when the
  /// object is not as it was in `before` any more.
  public static <T extends ApiObject> Plan update(
      Kind<T> kind, T before, T after, Announce announce) {
    var patch = Differences.ofObject(kind, before, after);
    return patch == null ? NOTHING : step(new Action.Change<>(kind, before, patch, "", announce));
  }

  /// Writes a patch as it is.
  public static <T extends ApiObject> Plan patch(
      Kind<T> kind, T object, Patch patch, String subresource, Announce announce) {
    return step(new Action.Change<>(kind, object, patch, subresource, announce));
  }

  /// Writes those fields of the status that differ, and only those; carried out even when an
  /// earlier step failed.
  public static <T extends ApiObject> Plan status(Kind<T> kind, T before, T after) {
    return status(kind, before, after, true);
  }

  /// Like [#status], but only when all earlier steps have succeeded: for what they bring about.
  public static <T extends ApiObject> Plan statusIfDone(Kind<T> kind, T before, T after) {
    return status(kind, before, after, false);
  }

  private static <T extends ApiObject> Plan status(
      Kind<T> kind, T before, T after, boolean always) {
    var patch = Differences.ofStatus(kind, before, after);
    if (patch == null) {
      return NOTHING;
    }
    var change = new Action.Change<>(kind, before, patch, "status", Announce.silent());
    return ofSteps(List.of(new Step(List.of(change), always, false)));
  }

  public static <T extends ApiObject> Plan post(
      Kind<T> kind, T object, String subresource, Struct body) {
    return step(new Action.Post<>(kind, object, subresource, body));
  }

  public static Plan ask(Effect<?> effect) {
    return new Plan(List.of(), List.of(effect), List.of(), null, false);
  }

  public static Plan note(Note note) {
    return new Plan(List.of(), List.of(), List.of(note), null, false);
  }

  public static Plan all(List<Plan> plans) {
    return plans.stream().reduce(NOTHING, Plan::and);
  }

  /// Nothing now; the turn at that time, or any before it, sees the answers that this one has seen.
  public static Plan waitKnowing(Instant until) {
    return new Plan(List.of(), List.of(), List.of(), until, true);
  }

  /// This plan, then the other.
  public Plan and(Plan then) {
    return new Plan(
        concat(steps, then.steps),
        concat(effects, then.effects),
        concat(notes, then.notes),
        earlier(recheckAt, then.recheckAt),
        keepsAnswers || then.keepsAnswers);
  }

  /// @param at null for no need
  public Plan recheckAt(@Nullable Instant at) {
    return new Plan(steps, effects, notes, earlier(recheckAt, at), keepsAnswers);
  }

  /// All actions, in order.
  public List<Action> actions() {
    return steps.stream().flatMap(step -> step.actions().stream()).toList();
  }

  public boolean isNothing() {
    return steps.isEmpty() && effects.isEmpty() && notes.isEmpty();
  }

  private static Plan step(Action action) {
    return ofSteps(List.of(new Step(List.of(action), false, false)));
  }

  private static Plan sideBySide(List<? extends Action> actions, boolean slowStart) {
    return actions.isEmpty()
        ? NOTHING
        : ofSteps(List.of(new Step(List.copyOf(actions), false, slowStart)));
  }

  private static Plan ofSteps(List<Step> steps) {
    return new Plan(steps, List.of(), List.of(), null, false);
  }

  private static DeleteOptions onlyThis(ApiObject object, DeleteOptions options) {
    var uid = Preconditions.builder().uid(object.metadata().uid()).build();
    return options.preconditions() != null ? options : options.with(b -> b.preconditions(uid));
  }

  private static <E> List<E> concat(List<E> first, List<E> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }
}
