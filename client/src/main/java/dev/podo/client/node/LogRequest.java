package dev.podo.client.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which part of a container's log, as in PodLogOptions.
///
/// @param container "" when the pod has but one
/// @param previous of the container's instance before the present one
/// @param since only lines written at or after; null for all
/// @param timestamps begin each line with its time
/// @param tailLines only the last so many lines; null for all
/// @param limitBytes at most so many bytes; null for no limit
/// @param stream `All`, `Stdout` or `Stderr`
public record LogRequest(
    String namespace,
    String pod,
    String container,
    boolean follow,
    boolean previous,
    @Nullable Instant since,
    boolean timestamps,
    @Nullable Long tailLines,
    @Nullable Long limitBytes,
    String stream) {}
