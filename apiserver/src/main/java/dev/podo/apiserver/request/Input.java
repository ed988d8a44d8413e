package dev.podo.apiserver.request;

import dev.podo.client.ListOptions;
import dev.podo.client.Patch;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.DeleteOptions;
import java.util.List;

/// What a request brings along: decoded from HTTP, or handed over as it is within the process. Each
/// method throws an [dev.podo.machinery.errors.ApiException] when what was sent makes no sense.
public interface Input {
  /// That the client takes answers about the kind in a form that can be given, before anything is
  /// done that it would then not be told of.
  void checkAccepted(Kind<?> kind);

  ListOptions listOptions(RequestInfo info);

  WatchOptions watchOptions(RequestInfo info);

  WriteOptions writeOptions();

  /// Of the body and the query of a deletion.
  DeleteOptions deleteOptions();

  /// Options that only one subresource knows, by name: "" when not given.
  String parameter(String name);

  /// The object in the body.
  ///
  /// @param expected what the body is when it does not say so, and what it must say if it does
  <S extends Struct> S body(Schema<S> schema, GroupVersionKind expected, Notes notes);

  /// The object in the body, as the kind allows it to be.
  <T extends ApiObject> T object(Kind<T> kind, Notes notes);

  GivenPatch patch(Notes notes);

  /// A patch as it was sent.
  ///
  /// @param problems what strict decoding has to tell of the patch itself, whatever it is applied
  ///   to
  record GivenPatch(Patch patch, List<String> problems) {
    public GivenPatch {
      problems = List.copyOf(problems);
    }

    /// A patch with which nothing is wrong.
    public static GivenPatch of(Patch patch) {
      return new GivenPatch(patch, List.of());
    }
  }
}
