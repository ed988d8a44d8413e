package dev.podo.node.host;

import dev.podo.model.Bytes;
import org.jspecify.annotations.Nullable;

/// A file to write.
///
/// @param mode permission bits
/// @param owner user id, null for the agent's own
public record FileContent(Bytes bytes, int mode, @Nullable Long owner) {}
