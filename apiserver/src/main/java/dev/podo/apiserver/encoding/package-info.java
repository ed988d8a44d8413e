/// The forms in which answers leave and bodies come: negotiation, JSON, YAML and protobuf, tables
/// and bare metadata, the frames of a watch.
@NullMarked
package dev.podo.apiserver.encoding;

import org.jspecify.annotations.NullMarked;
