package dev.podo.apiserver.inprocess;

import dev.podo.apiserver.request.Input;
import dev.podo.apiserver.request.Notes;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.client.ListOptions;
import dev.podo.client.Patch;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Check;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.DeleteOptions;
import org.jspecify.annotations.Nullable;

/// What a caller in the same process hands over.
record DirectInput(
    @Nullable Struct value,
    @Nullable Patch change,
    @Nullable ListOptions list,
    @Nullable WatchOptions watch,
    WriteOptions write,
    @Nullable DeleteOptions delete)
    implements Input {
  static final DirectInput NOTHING =
      new DirectInput(null, null, null, null, WriteOptions.defaults(), null);

  static DirectInput of(ListOptions options) {
    return new DirectInput(null, null, options, null, WriteOptions.defaults(), null);
  }

  static DirectInput of(WatchOptions options) {
    return new DirectInput(null, null, null, options, WriteOptions.defaults(), null);
  }

  static DirectInput of(Struct value, WriteOptions options) {
    return new DirectInput(value, null, null, null, options, null);
  }

  static DirectInput of(Patch patch, WriteOptions options) {
    return new DirectInput(null, patch, null, null, options, null);
  }

  static DirectInput of(@Nullable ListOptions which, DeleteOptions options) {
    return new DirectInput(null, null, which, null, WriteOptions.defaults(), options);
  }

  @Override
  public void checkAccepted(Kind<?> kind) {
    // Values are handed over as they are.
  }

  @Override
  public ListOptions listOptions(RequestInfo info) {
    return Check.notNull(list, "list options");
  }

  @Override
  public WatchOptions watchOptions(RequestInfo info) {
    return Check.notNull(watch, "watch options");
  }

  @Override
  public WriteOptions writeOptions() {
    return write;
  }

  @Override
  public DeleteOptions deleteOptions() {
    return delete == null ? DeleteOptions.EMPTY : delete;
  }

  @Override
  public String parameter(String name) {
    return "";
  }

  @Override
  public <S extends Struct> S body(Schema<S> schema, GroupVersionKind expected, Notes notes) {
    return schema.type().cast(Check.notNull(value, "the object"));
  }

  @Override
  public <T extends ApiObject> T object(Kind<T> kind, Notes notes) {
    var object = kind.schema().type().cast(Check.notNull(value, "the object"));
    var conformed = kind.strategy().conform(object, Strictness.WARN);
    notes.warn(conformed.problems());
    return conformed.value();
  }

  @Override
  public GivenPatch patch(Notes notes) {
    return GivenPatch.of(Check.notNull(change, "the patch"));
  }
}
