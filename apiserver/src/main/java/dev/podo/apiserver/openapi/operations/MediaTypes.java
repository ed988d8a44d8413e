package dev.podo.apiserver.openapi.operations;

import dev.podo.apiserver.encoding.MediaType;
import java.util.List;

/// The forms in which objects of a kind are sent and received.
///
/// @param read of bodies
/// @param written of answers
/// @param streamed of answers that may go on as a watch
/// @param patched of patches
record MediaTypes(
    List<String> read, List<String> written, List<String> streamed, List<String> patched) {
  static final List<String> ANY = List.of("*/*");
  private static final String STREAM = ";stream=watch";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
  private static final String APPLY_PATCH = "application/apply-patch+yaml";

  static final MediaTypes BUILT_IN =
      new MediaTypes(
          ANY,
          List.of(MediaType.JSON, MediaType.YAML, MediaType.PROTOBUF),
          List.of(
              MediaType.JSON,
              MediaType.YAML,
              MediaType.PROTOBUF,
              MediaType.JSON + STREAM,
              MediaType.PROTOBUF + STREAM),
          List.of(JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH));

  /// Custom resources have no protobuf and nothing that would tell how to merge their lists.
  static final MediaTypes CUSTOM =
      new MediaTypes(
          List.of(MediaType.JSON, MediaType.YAML),
          List.of(MediaType.JSON, MediaType.YAML),
          List.of(MediaType.JSON, MediaType.YAML),
          List.of(JSON_PATCH, MERGE_PATCH, APPLY_PATCH));
}
