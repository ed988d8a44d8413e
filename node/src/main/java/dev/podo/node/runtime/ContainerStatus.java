package dev.podo.node.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// All about one container.
///
/// @param image the name by which the image was asked for
/// @param imageRef what stands in `imageID` of the Pod's status: the digest reference when the
///   image came from a registry, else the image's id
/// @param startedAt null before it was started
/// @param finishedAt null before it ended
/// @param exitCode of one that ended; 128 + n when signal n ended it
/// @param reason `OOMKilled`, `StartError`, `Completed`, `Error`, or "" when not ended
/// @param message more about the end, mostly ""
public record ContainerStatus(
    Container container,
    String image,
    String imageRef,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    int exitCode,
    String reason,
    String message) {}
