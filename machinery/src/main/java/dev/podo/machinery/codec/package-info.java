/// Objects and trees as bytes: JSON, YAML and protobuf, each a loop over the schema of a record,
/// neither generated per type nor reflective.
///
/// A tree is plain JSON in memory: sorted immutable maps, immutable lists, [String], [Boolean],
/// [Long], [Double] and null. All decoders agree on presence: what is null or, where upstream holds
/// a value and not a pointer, zero, is absent.
@NullMarked
package dev.podo.machinery.codec;

import org.jspecify.annotations.NullMarked;
